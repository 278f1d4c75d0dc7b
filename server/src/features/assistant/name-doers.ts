// Names that nothing announces, in scripts without capitals: who does what only people do, and at whose place somebody is.
import type { Word } from './folded-text.ts'
import { isLatin, particleLengths } from './known-identifiers.ts'
import { familyNames, givenNames } from './name-lists.ts'
import { everydayWords, relations, titles } from './name-words.ts'

/**
 * How many words before a deed name its doer: 0 where they are none, or not to be told from other nouns. Hebrew and Arabic put the article,
 * an ending or a title to every other word that a person is called by; what stands bare at the beginning of a sentence, or behind a word of time, is a name.
 */
export function doerLength(words: readonly Word[], index: number, gap: (index: number) => string): number {
  const one = words[index]
  if (one === undefined || isLatin(one.lower) || !(begins(gap(index - 1)) || opens(words[index - 1]))) return 0
  const next = gap(index) === ' ' ? words[index + 1] : undefined
  if (next === undefined) return isJoined(words, index, gap) ? 2 : 0
  if (deeds.has(next.lower)) return couldBeCalled(one) || isGiven(one) ? 1 : 0
  const third = gap(index + 1) === ' ' ? words[index + 2] : undefined
  const both = third !== undefined && deeds.has(third.lower) && (couldBeCalled(one) || isGiven(one))
  return both && (couldBeCalled(next) || familyNames.has(next.lower)) ? 2 : 0
}

/** Whether the name of somebody may follow: after what is said of people alone. */
export function speaksOf(word: Word, before: Word | undefined): boolean {
  return beforePeople.has(word.lower) || beforePeople.has(`${before?.lower ?? ''} ${word.lower}`)
}

/** After a relative: of two words that both look like what somebody does, the first is who does it; before a family name it is a name too. */
export function isDoneBy(word: Word | undefined, next: Word | undefined): boolean {
  if (word === undefined || next === undefined || everydayWords.has(word.lower) || deeds.has(word.lower)) return false
  return (
    /^[يت]\p{L}{2,}$/u.test(word.lower) &&
    (/^(?:[يت]\p{L}{3,}|التي|الذي)$/u.test(next.lower) || deeds.has(next.lower) || familyNames.has(next.lower))
  )
}

/** A word that stands bare: no article, no particle that could be one, nothing everyday. A listed one may be anything but everyday. */
export function couldBeCalled(word: Word): boolean {
  const { lower } = word
  if (isLatin(lower) || lower.length < 3 || everydayWords.has(lower) || professions.has(lower)) return false
  if (titles.has(lower) || relations.has(lower) || deeds.has(lower) || beforePeople.has(lower)) return false
  if (givenNames.has(lower) || familyNames.has(lower)) return true
  if (/^(?:ה|ال)|(?:ים|ות|ין)$/.test(lower)) return false
  return particleLengths(lower).every((cut) => !everydayWords.has(lower.slice(cut)) && !professions.has(lower.slice(cut)))
}

/** An everyday word that people are called by too: beside a deed it is the name. */
export function isGiven({ lower }: Word): boolean {
  return givenNames.has(lower) && lower.length > 2 && !nouns.has(lower)
}

/** בת-אל: a particle and the rest of one name, and then a deed. */
function isJoined(words: readonly Word[], index: number, gap: (index: number) => string): boolean {
  const deed = gap(index) === '-' && gap(index + 1) === ' ' ? words[index + 2] : undefined
  return deed !== undefined && /^(?:בת|בן|בר|אבי)$/.test(words[index]?.lower ?? '') && deeds.has(deed.lower)
}

function begins(gap: string): boolean {
  return /[.!?:;,\n]/.test(gap)
}

function opens(before: Word | undefined): boolean {
  return before === undefined || times.has(before.lower)
}

const spaced = (...lists: string[]): ReadonlySet<string> => new Set(lists.flatMap((list) => list.split(' ')))
const phrases = (...lists: string[]): ReadonlySet<string> => new Set(lists.flatMap((list) => list.split('|')))

/** What only people do, in the third person: said, told, called, brought, came along, asked, wrote, helped, saw. */
const deeds = spaced(
  'אמר אמרה סיפר סיפרה הסביר הסבירה השיב השיבה ענה ענתה שאל שאלה ביקש ביקשה התקשר התקשרה טלפן טלפנה צלצל צלצלה הביא הביאה לקח לקחה שלח שלחה מסר מסרה כתב כתבה',
  'ליווה ליוותה הסיע הסיעה עזר עזרה טיפל טיפלה ראה ראתה שמע שמעה ביקר ביקרה פגש פגשה נסע נסעה הלך הלכה חזר חזרה התלונן התלוננה הציע הציעה המליץ המליצה דיווח דיווחה הודיע הודיעה טען טענה חשב חשבה החליט החליטה רצה רצתה ידע ידעה מספר מספרת אומר אומרת חושב חושבת טוען טוענת מבקש מבקשת',
  'قال قالت ذكر ذكرت حكي حكت اخبر اخبرت اخبرني اخبرتني سال سالت طلب طلبت اتصل اتصلت احضر احضرت جلب جلبت ارسل ارسلت كتب كتبت رافق رافقت رافقني رافقتني ساعد ساعدت ساعدني ساعدتني',
  'راي رات سمع سمعت زار زارت زارني زارتني قابل قابلت سافر سافرت ذهب ذهبت رجع رجعت شرح شرحت نصح نصحت نصحني نصحتني اعطي اعطت اعطاني اعطتني اخذني اخذتني اوصل اوصلت قرر قررت اراد ارادت عاني عانت مرض مرضت يقول تقول يعتقد تعتقد',
)

/** What opens a sentence before the one who acts. */
const times = spaced(
  'אתמול היום אמש שלשום מחר הבוקר הערב בבוקר בערב בלילה בצהריים השבוע לאחרונה אחר-כך כך אז ואז קודם שעבר שעברה כי אבל',
  'امس اليوم البارحه غدا صباحا مساء ليلا ظهرا ثم بعدها لاحقا الماضي الماضيه مؤخرا حينها لان لكن',
)

/** Whom one is at, visits, meets, writes to or is told by. */
const beforePeople = phrases(
  'אצל|ביקר את|ביקרה את|ביקרתי את|ביקרנו את|לבקר את|פגש את|פגשה את|פגשתי את|פגשנו את|לפגוש את|שאל את|שאלה את|שאלתי את|ליווה את|ליוותה את|ליוויתי את|הכיר את|הכרתי את|הזמין את|הזמנתי את',
  'אמר לי|אמרה לי|סיפר לי|סיפרה לי|אמר|אמרה|סיפר|סיפרה|התקשר|התקשרה|הסביר|הסבירה|לפי דברי|לדעת|בנוכחות|בשיחה עם|נפגשתי עם|התייעצתי עם|נסעתי עם|טסתי עם|בחברת',
  'زياره|لزياره|زيارتي|زار|زارت|زرت|زرنا|لقاء|مقابله|قابلنا|رافق|رافقت|رافقني|رافقتني|اخبرني|اخبرتني|ساعدني|ساعدتني|زارني|زارتني|برفقه|بصحبه|بحضور|لدي السيد|سالت|اتصل|اتصلت|حضر|حضرت|سافرت مع|ذهبت مع|جاء مع|جاءت مع|حضرت مع|حضر مع|الي بيت|في بيت|منزل|بيت',
)

/** Who treats or takes care, by trade, and other people without a name. */
const professions = spaced(
  'רופא רופאה רופאת אחות אח מומחה מומחית אורתופד אורתופדית קרדיולוג קרדיולוגית נוירולוג נוירולוגית פסיכולוג פסיכולוגית פסיכיאטר פסיכיאטרית גינקולוג גינקולוגית אורולוג אורולוגית דיאטנית דיאטן פיזיותרפיסט פיזיותרפיסטית כירורג כירורגית',
  'עור עיניים שיניים משפחה ילדים נשים שכנים חברים הורים קרובים מישהו מישהי אנשים כולם אף מזכירה מזכיר מנהל מנהלת מטפל מטפלת רוקח רוקחת עובד עובדת סוציאלית מורה גננת נהג פרמדיק חובש מתמחה סטודנט סטודנטית מתורגמן מתורגמנית',
  'קופת בית מרכז מכון מרפאה מחלקת מוקד צוות רופאי וטרינר ספר סבתא סבא אמא אבא דוד דודה בן בת',
  'طبيب طبيبه ممرض ممرضه اخصائي اخصائيه استشاري جراح صيدلي صيدليه معالج معالجه دكتور مريض مريضه شخص احد بعض جميع كل اهل عائله اقارب اصدقاء جيران والدي والدتي زوج زوجه ابن ابنه اخ اخت ام اب',
  'عياده مستشفي مركز قسم طوارئ بيت منزل مكان مدينه قريه بلد بلاد مره منزليه طبيه روتينيه اولي ثانيه متابعه سابقه اخيره قصيره مفاجئه طويله لمده بسبب بدون للمستشفي',
)

/** Listed names that are nouns of things: nobody is meant by them alone. */
const nouns = spaced('אור ים יום שיר ברק רעם שלג שמש כוכב מור ורד אורן אלון ארז דקל זית נור امل نور حياه سلام صباح')
