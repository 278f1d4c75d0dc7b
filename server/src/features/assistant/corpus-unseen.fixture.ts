// Sentences around names that nothing announces, for which no rule was mended: what they yield was read once, for the page of figures.
import type { Tongue } from './corpus-sentences.fixture.ts'

export const unseen: Record<Tongue, readonly string[]> = {
  en: [
    'The prescription went to {B} by mistake.',
    '{Bg} is in the same room on the ward.',
    'The dog of {Bg} bit him on the calf.',
    'She has lived next door to {B} for years.',
    'He heard of the treatment from {Bg} and wants it too.',
    'Without {Bg} she does not take the tablets.',
    'There was a quarrel between {Bg} and the neighbours that night.',
    'Everything was explained to {B} on the telephone.',
  ],
  es: [
    'La receta se envió a {B} por error.',
    '{Bg} está en la misma habitación de la planta.',
    'El perro de {Bg} le mordió en la pantorrilla.',
    'Desde hace años vive al lado de {B}.',
    'Oyó hablar del tratamiento a {Bg} y lo quiere también.',
    'Sin {Bg} no se toma las pastillas.',
    'Aquella noche hubo una pelea entre {Bg} y los vecinos.',
    'Todo se le explicó a {B} por teléfono.',
  ],
  he: [
    'המרשם נשלח בטעות אל {B}.',
    '{Bg} נמצאת באותו חדר במחלקה.',
    'הכלב של {Bg} נשך אותו בשוק.',
    'כבר שנים היא גרה ליד {B}.',
    'הוא שמע על הטיפול מ{Bg} ורוצה גם.',
    'בלי {Bg} היא לא נוטלת את הכדורים.',
    'באותו לילה היה ריב בין {Bg} לבין השכנים.',
    'הכול הוסבר ל{B} בטלפון.',
  ],
  ar: [
    'أرسلت الوصفة إلى {B} بالخطأ.',
    '{Bg} ترقد في نفس الغرفة في القسم.',
    'عضه كلب {Bg} في ساقه.',
    'تسكن منذ سنوات بجانب {B}.',
    'سمع عن العلاج من {Bg} ويريده أيضا.',
    'بدون {Bg} لا تأخذ الحبوب.',
    'في تلك الليلة حدث شجار بين {Bg} والجيران.',
    'شرح كل شيء ل{B} بالهاتف.',
  ],
}
