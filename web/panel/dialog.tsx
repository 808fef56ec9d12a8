import { type ReactNode, useEffect, useRef } from 'react';

type Props = {
  readonly close: () => void;
  /** Whoever walked away leaves the sign as it was: it closes by itself so long after `step` was last another. */
  readonly leaveAfterMs: number;
  readonly step: string;
  /** With a keypad, which stands beside the words where there is no room below them. */
  readonly hasKeypad?: boolean;
  readonly children: ReactNode;
};

/** A dialog over the sign, named by the element `dialog-title` in it. */
export function Dialog({ close, leaveAfterMs, step, hasKeypad = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const closing = useRef(close);
  closing.current = close;
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step begins the wait anew
  useEffect(() => {
    const timer = setTimeout(() => closing.current(), leaveAfterMs);
    return () => clearTimeout(timer);
  }, [step, leaveAfterMs]);
  return (
    <dialog
      ref={dialog}
      className={hasKeypad ? 'dialog with-keypad' : 'dialog'}
      onClose={close}
      aria-labelledby="dialog-title"
    >
      {children}
    </dialog>
  );
}
