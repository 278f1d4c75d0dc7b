// Words that say that something is not there, after NegEx (Chapman and others, 2001) and its kin in the other languages.
import { foldedWord } from './folded-text.ts'

export const negations = setOf(
  "no not without denies denied deny denying never negative none neither nor don't doesn't didn't isn't aren't wasn't haven't hasn't cannot free ruled",
  'no sin niega nego niego nunca tampoco ni ningun ninguna ausencia descarta',
  'לא בלי ללא אין אינו אינה איני אינני שולל שוללת שלל שללה מכחיש מכחישה מעולם היעדר טרם',
  'لا بدون بلا ليس ليست دون ينفي تنفي انفي لم ما لست غير نفي عدم',
)
/** A negation before one of these says nothing of what follows: no change, not only, no relief. */
export const unlessFollowedBy = setOf(
  'change changes only relief doubt longer improvement just sure better',
  'solo mejora cambio alivio mejor solamente',
  'רק הקלה שיפור שינוי ספק יודע יודעת בטוח בטוחה',
  'فقط تحسن تغيير شك اعرف ادري',
)
/** What a negation says ends before them. */
export const stops = setOf(
  'but however although though except yet until because since now started having have has got developed',
  'pero sino aunque excepto salvo porque ahora tengo tiene',
  'אבל אך אולם למרות חוץ פרט מלבד כי עכשיו יש',
  'لكن ولكن الا رغم سوي لان الان عندي لدي',
)

function setOf(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ').map(foldedWord)))
}
