import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The green of old lintel stone. Shade 7 on white and white on shade 7 both pass 4.5:1. */
const lintel: MantineColorsTuple = [
  '#e9f6f4',
  '#d2ebe8',
  '#a6d7d1',
  '#76c1b9',
  '#4dada3',
  '#2f9c91',
  '#1a857b',
  '#0f6b66',
  '#0b5652',
  '#063f3c',
];

export const theme = createTheme({
  colors: { lintel },
  primaryColor: 'lintel',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  headings: { fontFamily: 'inherit', fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Mantine's own quiet text is too pale to pass 4.5:1. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#505a61',
    '--mantine-color-placeholder': '#68727a',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-body': '#fbfcfb',
    '--tone-good': '#0b5652',
    '--tone-warn': '#7a4b00',
    '--tone-bad': '#a3211a',
    '--lintel-line': '#dde2e0',
    '--lintel-past': '#eff2f1',
    '--lintel-hatch': '#e6eae8',
    '--lintel-free': '#ffffff',
    '--lintel-free-hover': '#d2ebe8',
    '--lintel-taken': '#dfe3e6',
    '--lintel-taken-text': '#333c42',
    '--lintel-mine': '#0f6b66',
    '--lintel-now': '#b3261e',
  },
  dark: {
    '--mantine-color-dimmed': '#a9b3b1',
    '--mantine-color-placeholder': '#98a29f',
    '--mantine-color-error': '#ff9a90',
    '--mantine-color-body': '#151a1a',
    '--tone-good': '#76c1b9',
    '--tone-warn': '#f2c063',
    '--tone-bad': '#ff9a90',
    '--lintel-line': '#323b3b',
    '--lintel-past': '#181d1d',
    '--lintel-hatch': '#222929',
    '--lintel-free': '#202727',
    '--lintel-free-hover': '#12423f',
    '--lintel-taken': '#3c4648',
    '--lintel-taken-text': '#e3e8e7',
    '--lintel-mine': '#0f6b66',
    '--lintel-now': '#ff9a90',
  },
});
