// Signs that need somebody within a day or so, each with who published it. Facts only; the words are our own.
import { breathless, chestPain, fever, phrases, swollenLeg } from './rule-phrases.ts'
import type { Rule } from './triage-rules.ts'

const suspectedCancer = 'NICE NG12, https://www.nice.org.uk/guidance/ng12'

export const soonFlags: readonly Rule[] = [
  {
    id: 'chest-pain',
    urgency: 'soon',
    specialty: 'Cardiology',
    label: { en: 'Chest pain', he: 'כאב בחזה', ar: 'ألم في الصدر', es: 'Dolor en el pecho' },
    source: 'NICE CG95, https://www.nice.org.uk/guidance/cg95',
    all: [chestPain],
  },
  {
    id: 'breathless',
    urgency: 'soon',
    specialty: 'Pulmonology',
    label: { en: 'Breathlessness', he: 'קוצר נשימה', ar: 'ضيق في التنفس', es: 'Falta de aire' },
    source: 'NHS, Shortness of breath, https://www.nhs.uk/conditions/shortness-of-breath/',
    all: [breathless],
  },
  {
    id: 'palpitations',
    urgency: 'soon',
    specialty: 'Cardiology',
    label: {
      en: 'A racing or uneven heartbeat',
      he: 'דופק מהיר או לא סדיר',
      ar: 'تسارع أو عدم انتظام ضربات القلب',
      es: 'Latido acelerado o irregular',
    },
    source:
      'NHS, Heart palpitations, https://www.nhs.uk/conditions/heart-palpitations/; NICE NG196, https://www.nice.org.uk/guidance/ng196',
    all: [
      phrases({
        en: 'palpitation*|heart _ racing|racing heart|heart _ pounding|irregular heartbeat|heart skips|heart _ fluttering|irregular pulse|skipped beats',
        he: 'דפיקות לב|דופק מהיר|דופק לא סדיר|הלב דופק מהר|הלב _ דוהר|פלפיטציות|פעימות לא סדירות',
        ar: 'خفقان|تسارع _ قلب|تسارع _ ضربات|ضربات _ سريعه|ضربات قلب* سريعه|عدم انتظام ضربات|قلبي يدق بسرعه|نبض غير منتظم',
        es: 'palpitacion*|corazon acelerado|corazon _ acelerado|corazon va muy rapido|latidos irregulares|pulso irregular|taquicardia',
      }),
    ],
  },
  {
    id: 'swollen-leg',
    urgency: 'soon',
    specialty: 'Internal medicine',
    label: {
      en: 'One swollen or painful leg',
      he: 'רגל אחת נפוחה או כואבת',
      ar: 'ساق واحدة متورمة أو مؤلمة',
      es: 'Una pierna hinchada o dolorosa',
    },
    source: 'NICE NG158, https://www.nice.org.uk/guidance/ng158',
    all: [swollenLeg],
  },
  {
    id: 'blood-in-urine',
    urgency: 'soon',
    specialty: 'Urology',
    label: { en: 'Blood in the urine', he: 'דם בשתן', ar: 'دم في البول', es: 'Sangre en la orina' },
    source: suspectedCancer,
    all: [
      phrases({
        en: 'blood in _ urine|blood in _ pee|bloody urine|red urine|urine _ red|hematuria|haematuria|peeing blood',
        he: 'דם בשתן|שתן דמי|שתן אדום|השתן _ אדום',
        ar: 'دم في _ بول*|دم مع _ بول*|بول دموي|بول احمر|بول _ احمر',
        es: 'sangre en _ orina|orina con sangre|orina roja|orino sangre|hematuria',
      }),
    ],
  },
  {
    id: 'blood-in-stool',
    urgency: 'soon',
    specialty: 'Gastroenterology',
    label: { en: 'Blood in the stool or from below', he: 'דם בצואה', ar: 'دم في البراز', es: 'Sangre en las heces' },
    source: suspectedCancer,
    all: [
      phrases({
        en: 'blood in _ stool*|blood in _ poo|bloody stool*|blood when i wipe|rectal bleeding|bloody diarrh*|blood on _ toilet paper|bleeding from _ bottom',
        he: 'דם בצואה|דם ביציאות|דם ביציאה|דימום רקטלי|שלשול דמי|דם _ נייר|דימום מפי הטבעת',
        ar: 'دم في _ براز*|دم مع _ براز*|براز دموي|اسهال دموي|نزيف _ شرج|نزيف من _ شرج',
        es: 'sangre en _ heces|heces con sangre|sangre al limpiarme|sangrado rectal|diarrea con sangre|sangre en _ caca|sangre en _ deposiciones',
      }),
    ],
  },
  {
    id: 'coughing-blood',
    urgency: 'soon',
    specialty: 'Pulmonology',
    label: { en: 'Coughing blood', he: 'שיעול דמי', ar: 'سعال مصحوب بدم', es: 'Tos con sangre' },
    source: suspectedCancer,
    all: [
      phrases({
        en: 'cough* _ blood|cough* up blood|blood in _ phlegm|blood in _ sputum|hemoptysis|haemoptysis',
        he: 'שיעול דמי|משתעל* דם|דם בליחה|כיח דמי|ליחה דמית',
        ar: 'سعال دم*|سعال مصحوب بدم|سعال مع دم|دم مع _ سعال|دم في _ بلغم|بلغم دموي|اسعل دم*',
        es: 'tos con sangre|toso sangre|tose sangre|sangre al toser|esputo con sangre|flema con sangre|flemas con sangre|hemoptisis',
      }),
    ],
  },
  {
    id: 'lump',
    urgency: 'soon',
    specialty: 'Internal medicine',
    label: { en: 'A new lump', he: 'גוש חדש', ar: 'كتلة جديدة', es: 'Un bulto nuevo' },
    source: suspectedCancer,
    all: [
      phrases({
        en: 'lump in _ breast|breast lump|lump in _ neck|lump in _ armpit|lump in _ testicle|new lump|nipple discharge|found a lump|lump under _ arm',
        he: 'גוש בשד|גוש בצוואר|גוש בבית השחי|גוש באשך|מצאתי גוש|מיששתי גוש|הפרשה מהפטמה|גוש _ בשד|גוש חדש',
        ar: 'كتله في _ ثدي*|كتله _ ثدي|كتله في _ رقبه|كتله تحت _ ابط|كتله في _ خصيه|ورم في _ ثدي|وجدت كتله|افرازات _ حلمه|كتله جديده',
        es: 'bulto en _ pecho|bulto en _ mama|bulto en _ seno|bulto en _ cuello|bulto en _ axila|bulto en _ testiculo|bulto nuevo|secrecion _ pezon|me note un bulto|encontre un bulto',
      }),
    ],
  },
  {
    id: 'changing-mole',
    urgency: 'soon',
    specialty: 'Dermatology',
    label: {
      en: 'A mole that changes or bleeds',
      he: 'נקודת חן שמשתנה או מדממת',
      ar: 'شامة تتغير أو تنزف',
      es: 'Un lunar que cambia o sangra',
    },
    source: suspectedCancer,
    all: [
      phrases({ en: 'mole|moles', he: 'שומה|נקודת חן|נקודות חן|שומות', ar: 'شامه|شامات|خال', es: 'lunar|lunares' }),
      phrases({
        en: 'chang*|grow*|bigger|darker|bleed*|itch*|irregular|new colour|new color|larger',
        he: 'השתנ*|משתנ*|גדל*|גדלה|מדמם|מדממת|כהה|מגרד*|לא סדיר*|שינת*',
        ar: 'تغير*|تتغير|يتغير|كبر*|تكبر|يكبر|تنزف|ينزف|حكه|داكن*|غير منتظم*',
        es: 'cambi*|crec*|mas grande|mas oscuro|sangra*|pica|irregular',
      }),
    ],
  },
  {
    id: 'weight-loss',
    urgency: 'soon',
    specialty: 'Internal medicine',
    label: {
      en: 'Weight loss without trying, or night sweats',
      he: 'ירידה במשקל ללא כוונה או הזעות לילה',
      ar: 'نقص وزن غير مقصود أو تعرق ليلي',
      es: 'Pérdida de peso sin querer o sudores nocturnos',
    },
    source: suspectedCancer,
    all: [
      phrases({
        en: 'losing weight without|lost weight without|unexplained weight loss|unintentional weight loss|lost _ kilos without|night sweats|weight loss without|losing weight _ trying',
        he: 'ירידה במשקל ללא|ירידה לא מוסברת במשקל|ירידה במשקל בלי|ירדתי במשקל בלי|הזעות לילה|הזעת לילה|יורד* במשקל בלי|ירידה במשקל לא מוסברת',
        ar: 'نقص _ وزن دون|نقص _ وزن بدون|فقدان _ وزن بدون|فقدان _ وزن غير|نقص وزن غير|تعرق ليلي|خسرت وزن* بدون|فقدت وزن* دون|فقدان وزن غير',
        es: 'perdida de peso sin|perdida de peso inexplicable|he perdido peso sin|perdido _ kilos sin|sudores nocturnos|sudoracion nocturna|adelgaz* sin',
      }),
    ],
  },
  {
    id: 'swallowing',
    urgency: 'soon',
    specialty: 'Gastroenterology',
    label: { en: 'Food that sticks', he: 'מזון שנתקע בבליעה', ar: 'صعوبة في البلع', es: 'Comida que se atasca' },
    source: suspectedCancer,
    all: [
      phrases({
        en: 'food _ stuck|food sticks|difficulty swallowing|trouble swallowing|hard to swallow|dysphagia|food gets stuck',
        he: 'קושי* בבליעה|אוכל נתקע|האוכל נתקע|מזון נתקע|קשה _ לבלוע',
        ar: 'صعوبه في _ بلع|صعوبه _ بلع|عسر _ بلع|طعام يعلق|طعام _ يعلق',
        es: 'dificultad para tragar|me cuesta tragar|comida se atasca|comida se _ atasca|se me atasca la comida|disfagia',
      }),
    ],
  },
  {
    id: 'postmenopausal-bleeding',
    urgency: 'soon',
    specialty: 'Gynecology',
    label: {
      en: 'Bleeding after the menopause',
      he: 'דימום אחרי גיל המעבר',
      ar: 'نزيف بعد انقطاع الطمث',
      es: 'Sangrado después de la menopausia',
    },
    source: suspectedCancer,
    all: [
      phrases({
        en: 'menopaus*|postmenopaus*',
        he: 'גיל המעבר|בלות|מנופאוזה',
        ar: 'انقطاع طمث|انقطاع دوره|سن ياس',
        es: 'menopausia|menopausica',
      }),
      phrases({ en: 'bleed*|spotting', he: 'דימום|מדממת|הכתמה', ar: 'نزيف|انزف|نزف', es: 'sangr*|manchado|mancho' }),
    ],
  },
  {
    id: 'jaundice',
    urgency: 'soon',
    specialty: 'Gastroenterology',
    label: { en: 'Yellow skin or eyes', he: 'עור או עיניים צהובים', ar: 'اصفرار الجلد أو العينين', es: 'Piel u ojos amarillos' },
    source: 'NHS, Jaundice, https://www.nhs.uk/conditions/jaundice/; NICE NG12, https://www.nice.org.uk/guidance/ng12',
    all: [
      phrases({
        en: 'jaundice*|yellow eyes|yellow skin|eyes _ yellow|skin _ yellow|eyes turned yellow',
        he: 'צהבת|עיניים צהובות|העיניים _ צהובות|העיניים הצהיבו|עור צהוב|העור _ צהוב|הצהיב*',
        ar: 'يرقان|اصفرار|عيون صفراء|عيناي صفراوان|جلد اصفر|صفار _ عين*',
        es: 'ictericia|ojos amarillos|piel amarilla|ojos _ amarillos|piel _ amarilla|se _ puesto amarillo',
      }),
    ],
  },
  {
    id: 'kidney-infection',
    urgency: 'soon',
    specialty: 'Urology',
    label: {
      en: 'Burning urine or flank pain with fever',
      he: 'צריבה בשתן או כאב מותן עם חום',
      ar: 'حرقة بول أو ألم خاصرة مع حمى',
      es: 'Escozor al orinar o dolor de costado con fiebre',
    },
    source: 'NICE NG111, https://www.nice.org.uk/guidance/ng111',
    all: [
      fever,
      phrases({
        en: 'burn* when i pee|burning urin*|painful urination|pain when urinating|burns to pee|flank pain|pain in _ flank|pain in _ side and|kidney pain|stings when i pee|hurts to pee|burning when _ urinat*',
        he: 'צריבה בשתן|צורב* בשתן|צריבה במתן שתן|שורף* בשתן|כאב* במותן|כאב* מותן|כאב* בכליה|צריבה _ שתן',
        ar: 'حرقه في _ بول|حرقه بول|حرقان _ بول|حرقه اثناء _ تبول|حرقه عند _ تبول|الم* _ خاصره|الم* في _ خاصره|الم* _ كلي*',
        es: 'escozor al orinar|ardor al orinar|arde al orinar|dolor al orinar|dolor en _ costado|dolor lumbar|dolor de rinon*|dolor en _ rinon*|quema al orinar',
      }),
    ],
  },
  {
    id: 'skin-infection',
    urgency: 'soon',
    specialty: 'Dermatology',
    label: {
      en: 'Skin that is red, hot and spreading, or a wound with pus',
      he: 'עור אדום, חם ומתפשט, או פצע מוגלתי',
      ar: 'جلد أحمر حار ينتشر أو جرح فيه صديد',
      es: 'Piel roja, caliente que se extiende, o herida con pus',
    },
    source: 'NICE NG141, https://www.nice.org.uk/guidance/ng141',
    all: [
      phrases({
        en: 'redness _ spreading|red and hot|hot and red|spreading redness|red _ hot _ swollen|pus|infected wound|wound _ infected|red streak*|redness is spreading|red and swollen',
        he: 'אודם מתפשט|אדום וחם|אודם _ מתפשט|האודם מתפשט|מוגלה|פצע מזוהם|פצע מוגלתי|הפצע _ מזוהם|אדום ונפוח',
        ar: 'احمرار ينتشر|احمرار _ ينتشر|احمر وساخن|احمر وحار|صديد|قيح|جرح ملتهب|جرح _ ملتهب|احمر ومتورم',
        es: 'enrojecimiento _ extiende|rojez _ extiende|roja y caliente|rojo y caliente|caliente y roja|pus|herida infectada|herida _ infectada|rojo _ hinchado',
      }),
    ],
  },
  {
    id: 'red-painful-eye',
    urgency: 'soon',
    specialty: 'Ophthalmology',
    label: {
      en: 'A red eye that hurts, or light that hurts',
      he: 'עין אדומה וכואבת או רגישות לאור',
      ar: 'عين حمراء مؤلمة أو انزعاج من الضوء',
      es: 'Ojo rojo y doloroso o molestia por la luz',
    },
    source: 'NHS, Red eye, https://www.nhs.uk/conditions/red-eye/; AAO Preferred Practice Patterns, https://www.aao.org',
    all: [
      phrases({
        en: 'eye _ red _ painful|red painful eye|painful red eye|eye pain|pain in _ eye|eye hurts|eye _ very painful|something in _ eye|eye is red and|eye _ red and',
        he: 'עין אדומה וכואבת|כאב* בעין|כואבת _ העין|העין כואבת|עין אדומה|העין _ אדומה|משהו נכנס לעין',
        ar: 'عين حمراء|عيني حمراء|الم* في _ عين*|الم* _ عين*|عيني تولمني|احمرار _ عين*|شيء دخل عيني',
        es: 'ojo rojo|dolor en _ ojo|duele el ojo|duele un ojo|dolor de ojo|algo en el ojo|ojo _ rojo',
      }),
    ],
  },
  {
    id: 'child-dehydrated',
    urgency: 'soon',
    specialty: 'Pediatrics',
    label: {
      en: 'A child who drinks little or vomits, or has fever',
      he: 'ילד ששותה מעט, מקיא או עם חום',
      ar: 'طفل يشرب قليلًا أو يتقيأ أو لديه حمى',
      es: 'Un niño que bebe poco, vomita o tiene fiebre',
    },
    source: 'NICE CG84, https://www.nice.org.uk/guidance/cg84; NICE NG143, https://www.nice.org.uk/guidance/ng143',
    all: [
      phrases({
        en: 'my son|my daughter|baby|toddler|child|infant|year-old|my little one|months old',
        he: 'בני|בתי|הבן שלי|הבת שלי|תינוק*|הפעוט|פעוט*|הילד*|הילדה|ילדי|בן _ חודשים|בת _ חודשים',
        ar: 'ابني|ابنتي|طفل*|رضيع*|طفلي|طفلتي|بنتي|ولدي',
        es: 'mi hijo|mi hija|bebe|nino|nina|mi pequeno|mi pequena',
      }),
      [
        ...fever,
        ...phrases({
          en: "not drinking|won't drink|refuses to drink|dry nappies|dry diapers|fewer wet|keeps vomiting|vomiting all|no wet diaper*|hardly drinking|sunken eyes",
          he: 'לא שות*|מסרב* לשתות|מקיא*|הקיא*|חיתולים יבשים|שות* מעט|הקאות',
          ar: 'لا يشرب|لا تشرب|يرفض الشرب|يتقيا|تتقيا|تقيو|حفاضات جافه|يرفض الرضاعه|ترفض الرضاعه|قيء',
          es: 'no bebe|no quiere beber|no toma|rechaza _ toma*|vomita*|panales secos|bebe poco|vomitos',
        }),
      ],
    ],
  },
  {
    id: 'severe-low-mood',
    urgency: 'soon',
    specialty: 'Psychiatry',
    label: {
      en: 'Hopelessness, voices or panic that does not let go',
      he: 'ייאוש, קולות או פאניקה שאינה מרפה',
      ar: 'يأس أو سماع أصوات أو هلع مستمر',
      es: 'Desesperanza, voces o pánico que no cede',
    },
    source: 'NICE NG222, https://www.nice.org.uk/guidance/ng222; NICE CG178, https://www.nice.org.uk/guidance/cg178',
    all: [
      phrases({
        en: "hopeless*|hearing voices|hears voices|can't go on|cannot go on|not slept for days|panic attack*|can't cope|haven't slept for days|cannot cope",
        he: 'ייאוש|מיואש*|חסר תקווה|חסרת תקווה|שומע* קולות|התקף חרדה|התקפי חרדה|התקפי פאניקה|התקף פאניקה|לא _ להמשיך ככה|לא ישנ* ימים',
        ar: 'ياس|فقدان _ امل|يائس*|اسمع اصوات*|يسمع اصوات*|تسمع اصوات*|نوبه هلع|نوبات هلع|نوبات ذعر|لا استطيع الاستمرار|نوبه ذعر',
        es: 'desesperanza|sin esperanza|desesperad*|oigo voces|oye voces|escucho voces|ataque* de panico|no puedo mas|no puedo seguir|dias sin dormir|crisis de panico',
      }),
    ],
  },
  {
    id: 'broken-bone',
    urgency: 'soon',
    specialty: 'Orthopedics',
    label: {
      en: 'An injury with deformity, or a limb that bears no weight',
      he: 'חבלה עם עיוות או אי יכולת לדרוך',
      ar: 'إصابة مع تشوه أو عدم القدرة على التحميل',
      es: 'Lesión con deformidad o sin poder apoyar',
    },
    source: 'Ottawa ankle and knee rules (Stiell and others, 1992 and 1995); NICE NG38, https://www.nice.org.uk/guidance/ng38',
    all: [
      phrases({
        en: "can't put weight|cannot put weight|can't walk on|cannot walk on|can't bear weight|unable to bear weight|broken bone|think it is broken|might be broken|looks crooked|deformed|bone sticking out|heard a crack|can't stand on",
        he: 'לא _ לדרוך|לא _ לעמוד על|שבר|נשבר*|עקום אחרי|שמעתי קנאק|קושי לדרוך',
        ar: 'لا استطيع _ وقوف|لا استطيع _ مشي|لا يستطيع _ مشي|كسر|مكسور*|انكسر*|تشوه|لا استطيع الدوس|لا يستطيع _ وقوف',
        es: 'no puedo apoyar|no puede apoyar|hueso roto|fractura|roto el|rota la|deformad*|crujido|no puedo pisar|no puede caminar|no puede pisar',
      }),
    ],
  },
]
