// The sentences of the offline reply in the languages it is written in.

type Words = {
  greeting: (name: string | undefined) => string
  thanks: string
  asked: string
  urgent: string
  soon: string
  /** The place that the doctor fills; it must not be sent as it stands. */
  complete: string
  worse: string
  closing: (name: string | undefined) => string
}

export function draftWords(language: string): Words {
  return words[language.split('-')[0]?.toLowerCase() ?? ''] ?? english
}

const english: Words = {
  greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
  thanks: 'Thank you for writing. I have read your question.',
  asked: 'You wrote:',
  urgent:
    'What you describe can need care at once. If it is still there, gets worse or comes back, call your local emergency number now or go to the nearest emergency department. Do not wait for a further message.',
  soon: 'What you describe should be looked at soon. Please do not put it off: arrange to be seen within a day.',
  complete: '[Doctor: your answer goes here.]',
  worse: 'If anything changes or gets worse, write again or get help at once.',
  closing: (name) => (name === undefined ? 'With best wishes' : `With best wishes,\n${name}`),
}

const words: Record<string, Words> = {
  en: english,
  he: {
    greeting: (name) => (name === undefined ? 'שלום,' : `שלום ${name},`),
    thanks: 'תודה שכתבת. קראתי את שאלתך.',
    asked: 'כתבת:',
    urgent:
      'מה שתיארת עשוי לדרוש טיפול מיידי. אם זה עדיין נמשך, מחמיר או חוזר, יש להתקשר עכשיו למספר החירום (101 בישראל) או לפנות למיון הקרוב. אין להמתין להודעה נוספת.',
    soon: 'מה שתיארת צריך להיבדק בקרוב. נא לא לדחות ולקבוע בדיקה בתוך יממה.',
    complete: '[לרופא/ה: התשובה שלך כאן.]',
    worse: 'אם משהו משתנה או מחמיר, נא לכתוב שוב או לפנות מיד לעזרה.',
    closing: (name) => (name === undefined ? 'בברכת בריאות טובה' : `בברכת בריאות טובה,\n${name}`),
  },
  ar: {
    greeting: (name) => (name === undefined ? 'مرحبًا،' : `مرحبًا ${name}،`),
    thanks: 'شكرًا على رسالتك. لقد قرأت سؤالك.',
    asked: 'كتبت:',
    urgent:
      'ما تصفه قد يحتاج إلى رعاية فورية. إذا كان لا يزال مستمرًا أو يزداد سوءًا أو يعود، فاتصل الآن برقم الطوارئ المحلي أو توجّه إلى أقرب قسم طوارئ. لا تنتظر رسالة أخرى.',
    soon: 'ما تصفه ينبغي فحصه قريبًا. يُرجى عدم التأجيل وترتيب فحص خلال يوم واحد.',
    complete: '[للطبيب: اكتب إجابتك هنا.]',
    worse: 'إذا تغيّر شيء أو ساءت الحالة، فاكتب مجددًا أو اطلب المساعدة فورًا.',
    closing: (name) => (name === undefined ? 'مع أطيب التمنيات' : `مع أطيب التمنيات،\n${name}`),
  },
  es: {
    greeting: (name) => (name === undefined ? 'Hola:' : `Hola, ${name}:`),
    thanks: 'Gracias por escribir. He leído su pregunta.',
    asked: 'Usted escribió:',
    urgent:
      'Lo que describe puede necesitar atención inmediata. Si continúa, empeora o vuelve, llame ahora al número local de emergencias o acuda a las urgencias más cercanas. No espere otro mensaje.',
    soon: 'Lo que describe debe valorarse pronto. Por favor, no lo deje: pida que le vean en el plazo de un día.',
    complete: '[Doctor: su respuesta va aquí.]',
    worse: 'Si algo cambia o empeora, escriba de nuevo o pida ayuda enseguida.',
    closing: (name) => (name === undefined ? 'Un cordial saludo' : `Un cordial saludo,\n${name}`),
  },
}
