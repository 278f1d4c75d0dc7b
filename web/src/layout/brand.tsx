import classes from './brand.module.css'

/** The keep with its cross; beside it the name, which is the same in every language. */
export function Brand({ size = 28, onDark = false, name = true }: { size?: number; onDark?: boolean; name?: boolean }) {
  return (
    <span className={classes.brand}>
      <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className={onDark ? classes.plateOnDark : classes.plate} />
        <path
          className={onDark ? classes.keepOnDark : classes.keep}
          fillRule="evenodd"
          d="M8 7h3.500v2.500h2.750V7h3.500v2.500h2.750V7H24v6l-2 2v10H10V15l-2-2V7Zm7 8v2.500h-2.500v2H15V22h2v-2.500h2.500v-2H17V15h-2Z"
        />
      </svg>
      {name && (
        <span className={classes.name} dir="ltr">
          Wardkeep
        </span>
      )}
    </span>
  )
}
