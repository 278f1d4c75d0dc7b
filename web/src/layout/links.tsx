import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

type Plain<P> = Omit<ComponentProps<'a'>, keyof P> & P

function AnchorAsButton(props: Plain<ButtonProps>) {
  return <Button component="a" {...props} />
}

function AnchorAsText(props: Plain<AnchorProps>) {
  return <Anchor {...props} />
}

/** A link to one of our pages that looks like a button: `<LinkButton to="/book">`. */
export const LinkButton = createLink(AnchorAsButton)
/** A link to one of our pages inside text. */
export const TextLink = createLink(AnchorAsText)
