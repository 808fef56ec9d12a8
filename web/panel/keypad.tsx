import { useEffect } from 'react';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

type Props = {
  readonly digits: string;
  readonly most: number;
  readonly label: string;
  /** Digits that nobody nearby should read. */
  readonly isSecret?: boolean;
  readonly change: (digits: string) => void;
};

/** Big keys for digits; a keyboard's own digits and Backspace do the same. */
export function Keypad({ digits, most, label, isSecret = false, change }: Props) {
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (/^\d$/.test(event.key) && digits.length < most) change(digits + event.key);
      if (event.key === 'Backspace') change(digits.slice(0, -1));
    };
    addEventListener('keydown', typed);
    return () => removeEventListener('keydown', typed);
  }, [digits, most, change]);

  const shown = isSecret ? '●'.repeat(digits.length) : digits;
  return (
    <div className="keypad">
      <output className="digits" aria-label={label}>
        {shown.padEnd(most, '○')}
      </output>
      <div className="keys">
        {keys.map((key) => (
          <Key key={key} name={key} press={() => digits.length < most && change(digits + key)} />
        ))}
        <Key name="Clear" press={() => change('')} />
        <Key name="0" press={() => digits.length < most && change(`${digits}0`)} />
        <Key name="Delete" press={() => change(digits.slice(0, -1))} />
      </div>
    </div>
  );
}

function Key({ name, press }: { readonly name: string; readonly press: () => void }) {
  return (
    <button type="button" className={name.length > 1 ? 'key key-word' : 'key'} onClick={press}>
      {name}
    </button>
  );
}
