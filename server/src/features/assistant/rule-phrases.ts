// Phrases that several rules share, and how phrases are written down.
import type { Phrases } from './triage-matching.ts'

/** The phrases of four languages as one list. */
export function phrases(words: { en: string; he: string; ar: string; es: string }): Phrases {
  return [words.en, words.he, words.ar, words.es].flatMap((list) => list.split('|')).map((phrase) => phrase.trim())
}

export const chestPain = phrases({
  en: 'chest pain*|chest _ hurt*|chest tight*|chest pressure|chest discomfort|chest ache*|pain in _ chest|pain across _ chest|pressure in _ chest|pressure on _ chest|tightness in _ chest|tightness across _ chest|heaviness in _ chest|burning in _ chest|crushing _ chest|squeezing in _ chest|my chest _ heavy|elephant _ chest|chest feels tight*|chest feels heavy',
  he: 'כאב* בחזה|כאב* _ בחזה|כואב _ החזה|כואב _ בחזה|לחץ בחזה|לחץ _ בחזה|לוחץ _ בחזה|לוחץ _ החזה|כובד בחזה|מועקה בחזה|תעוקה* בחזה|כאבי חזה|כאב חזה|צריבה בחזה',
  ar: 'الم* _ صدر*|الم* في _ صدر*|وجع* _ صدر*|ضغط _ صدر*|ضيق في _ صدر*|ضيق صدر*|ثقل _ صدر*|صدري يولمني|صدري يوجعني|يولمني صدري|صدره يولمه|حرقه _ صدر',
  es: 'dolor* _ pecho|dolor toracico|duele* _ pecho|opresion _ pecho|presion en _ pecho|pesadez _ pecho|pecho apretado|ardor _ pecho|dolor torax|dolor _ torax',
})
export const fever = phrases({
  en: 'fever*|febrile|temperature of 38*|temperature of 39*|temperature of 40*|high temperature|running a temperature',
  he: 'חום|קדחת|חום גבוה',
  ar: 'حمي|حراره|حرارته مرتفعه|سخونه|حرارتي',
  es: 'fiebre|febril|calentura|temperatura alta',
})
export const breathless = phrases({
  en: "short* of breath|breathless*|out of breath|difficulty breathing|trouble breathing|hard to breathe|cannot breathe|can't breathe|can not breathe|struggling to breathe|gasping|can't catch my breath|dyspnea|dyspnoea|cannot catch my breath|breathing is hard|fighting for breath",
  he: 'קוצר נשימה|קשה _ לנשום|קושי* בנשימה|קשיי נשימה|לא _ לנשום|לא מצליח* לנשום|נחנק*|מתנשף|מתנשפת|אין לי אוויר|נשימה כבדה',
  ar: 'ضيق* تنفس*|ضيق في _ تنفس*|ضيق نفس|صعوبه في _ تنفس|صعوبه تنفس|لا استطيع _ تنفس|لا يستطيع _ تنفس|لا اقدر _ تنفس|اختناق|لا تستطيع _ تنفس|يختنق',
  es: 'falta de aire|falta _ aire|dificultad para respirar|dificultad respiratoria|no puedo respirar|no puede respirar|me ahogo|se ahoga|me cuesta respirar|le cuesta respirar|disnea|sin aliento',
})
export const pregnant = phrases({
  en: 'pregnan*|weeks pregnant|gestation',
  he: 'בהריון|בהיריון|הריון|היריון|הרה|שבוע להריון',
  ar: 'حامل|حمل|حملي|الحمل',
  es: 'embaraz*|gestante|gestacion',
})
export const swollenLeg = phrases({
  en: 'swollen leg|leg _ swollen|swollen calf|calf _ swollen|calf pain|swelling in _ leg|swelling of _ leg|swelling in _ calf|pain in _ calf|calf hurts|swelling _ calf|one leg swollen',
  he: 'נפיחות ברגל|רגל נפוחה|הרגל _ נפוחה|הרגל התנפחה|הרגל _ התנפחה|נפיחות בשוק|כאב* בשוק|כאב* בסובך|נפיחות _ ברגל|נפיחות בסובך|השוק _ נפוחה',
  ar: 'تورم _ ساق*|تورم في _ ساق*|تورم _ رجل*|تورم في _ رجل*|انتفاخ _ ساق|انتفاخ _ رجل*|ساقي متورمه|رجلي متورمه|الم _ ساق|تورمت ساقي',
  es: 'pierna hinchada|hinchazon de _ pierna|hinchazon en _ pierna|pierna _ hinchado|pantorrilla hinchada|dolor en _ pantorrilla|pantorrilla _ duele|hincho _ pierna|duele _ pantorrilla|pierna _ hinchada',
})
