// The whole look: one teal for action, amber for attention, red only for harm, green only for done; lines instead of shadows.
import {
  Alert,
  Anchor,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Paper,
  Skeleton,
  Tooltip,
} from '@mantine/core'

/** Index 7 carries white text and stands on white ground with at least 4.5:1; index 6 does in the dark scheme. */
const teal: MantineColorsTuple = [
  '#eef7f6',
  '#d8ecea',
  '#aed8d4',
  '#80c2bc',
  '#55aca5',
  '#33968f',
  '#1a7f79',
  '#0b6763',
  '#08524f',
  '#053d3b',
]
const amber: MantineColorsTuple = [
  '#fff8eb',
  '#feeecb',
  '#fcdc97',
  '#f8c75c',
  '#f1b12f',
  '#dd9a14',
  '#a56c06',
  '#8a5a05',
  '#6d4704',
  '#523503',
]
const red: MantineColorsTuple = [
  '#fdf1f0',
  '#fadfdd',
  '#f4bdb9',
  '#ec958f',
  '#e26d65',
  '#d64c43',
  '#c5352c',
  '#a92a22',
  '#8a221c',
  '#681a16',
]
const green: MantineColorsTuple = [
  '#eef8f1',
  '#d8efdf',
  '#afdfbf',
  '#82cd9b',
  '#58ba79',
  '#38a45f',
  '#1f7d43',
  '#1a6f3b',
  '#15592f',
  '#0f4424',
]
const gray: MantineColorsTuple = [
  '#f7f9f9',
  '#f0f4f3',
  '#e7edec',
  '#dae2e1',
  '#bfcac9',
  '#7f908e',
  '#5d6d6b',
  '#455352',
  '#2e3938',
  '#18211f',
]
const dark: MantineColorsTuple = [
  '#e3e9e8',
  '#c3cdcc',
  '#a0adac',
  '#76878a',
  '#2c3736',
  '#222b2b',
  '#1a2121',
  '#101616',
  '#0b1010',
  '#070a0a',
]

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, amber, red, green, gray, dark },
  black: '#14201f',
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  fontFamily: "'Wardkeep Hebrew', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontFamily: 'inherit',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    Alert: Alert.extend({
      defaultProps: { variant: 'light' },
      styles: { root: { border: '1px solid color-mix(in srgb, var(--alert-color) 30%, transparent)' }, message: { color: 'inherit' } },
    }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', size: 'lg' },
      styles: {
        // Its words go on in a second line where there is no room: a state that is cut off tells nothing.
        root: { height: 'auto', minHeight: 'var(--badge-height)', lineHeight: 1.25, textTransform: 'none', fontWeight: 600 },
        label: { whiteSpace: 'normal' },
      },
    }),
    Button: Button.extend({ styles: { label: { fontWeight: 600 } } }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { withAsterisk: false, inputWrapperOrder: ['label', 'description', 'input', 'error'] },
      styles: { label: { marginBlockEnd: '0.25rem' }, description: { marginBlockEnd: '0.25rem' } },
    }),
    Menu: Menu.extend({ defaultProps: { position: 'bottom-end', offset: 4, withinPortal: true } }),
    Modal: Modal.extend({
      // Its header is no banner of the page.
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        centered: true,
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.5 },
      },
      styles: {
        content: { border: '1px solid var(--wk-line)' },
        title: { fontSize: 'var(--mantine-font-size-xl)', fontWeight: 600 },
      },
    }),
    Notification: Notification.extend({ defaultProps: { withBorder: true } }),
    // No padding: the content of every dialog is a Paper too, and brings its own.
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    Skeleton: Skeleton.extend({ defaultProps: { animate: true } }),
    Tooltip: Tooltip.extend({ defaultProps: { events: { hover: true, focus: true, touch: false } } }),
  },
})

/** Our own few variables: `--wk-line` between things, `--wk-field-line` around fields (3:1), `--wk-sunken` for the rail and quiet ground. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': '#a92a22',
    '--mantine-color-dimmed': '#566664',
    '--mantine-color-teal-light': '#e3f1ef',
    '--mantine-color-teal-light-hover': '#d2e8e5',
    '--mantine-color-red-light': '#fdf1f0',
    '--mantine-color-amber-light': '#fff3d6',
    '--mantine-color-green-light': '#eaf6ee',
    '--wk-line': '#dae2e1',
    '--wk-field-line': '#7f908e',
    '--wk-sunken': '#f5f8f8',
    '--wk-action-quiet': '#e3f1ef',
    '--wk-action-text': '#08524f',
    '--wk-attention': '#fff3d6',
    '--wk-attention-text': '#523503',
    '--wk-attention-line': '#f1cf86',
    '--wk-done-text': '#1a6f3b',
  },
  dark: {
    '--mantine-color-error': '#f0968f',
    '--mantine-color-teal-light': '#12302e',
    '--mantine-color-teal-light-hover': '#173d3a',
    '--mantine-color-teal-light-color': '#80c2bc',
    '--mantine-color-red-light': '#2a1412',
    '--mantine-color-amber-light': '#2c220c',
    '--mantine-color-green-light': '#10251a',
    '--wk-line': '#2c3736',
    '--wk-field-line': '#6b7b7a',
    '--wk-sunken': '#0b1010',
    '--wk-action-quiet': '#12302e',
    '--wk-action-text': '#80c2bc',
    '--wk-attention': '#33270c',
    '--wk-attention-text': '#f8dfa6',
    '--wk-attention-line': '#5c4715',
    '--wk-done-text': '#82cd9b',
  },
})
