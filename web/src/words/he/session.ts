import type { Words } from '../languages.ts'

export const session: Words['session'] = {
  confirmTitle: 'אימות זהות',
  confirmText: 'הפעולה הבאה תירשם על שמך. לאחר הזנת הסיסמה היא תמשיך מהמקום שבו נעצרה.',
  confirm: 'אישור',
  lockedTitle: 'החיבור ננעל',
  lockedText: 'לא הייתה פעילות זמן מה, ולכן כיסינו את המסך. העבודה שלך נשמרה כאן.',
  unlock: 'פתיחת הנעילה',
  signedInAs: 'מחובר/ת בשם {{name}}',
  cancel: 'ביטול',
  leave: 'יציאה מהחשבון',
  ended: 'החיבור הסתיים. לאחר כניסה מחדש אפשר להמשיך מאותו מקום.',
  cannotLeave: 'היציאה לא הושלמה: המרפאה לא ענתה. נא לנסות שוב בעוד רגע.',
}
