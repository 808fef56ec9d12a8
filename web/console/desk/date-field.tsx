import { TextInput } from '@mantine/core';

type Props = { readonly date: string; readonly choose: (date: string) => void };

/** A day by the calendar of the site. Half a date chooses nothing. */
export function DateField({ date, choose }: Props) {
  return (
    <TextInput
      label="Day"
      type="date"
      required
      withAsterisk={false}
      value={date}
      onChange={(event) => event.currentTarget.value && choose(event.currentTarget.value)}
    />
  );
}
