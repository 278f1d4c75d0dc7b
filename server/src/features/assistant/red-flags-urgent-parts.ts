// Red flags of single parts of the body, of pregnancy and of babies that need somebody at once, each with who published it. Facts only; the words are our own.
import { fever, phrases, pregnant } from './rule-phrases.ts'
import type { Rule } from './triage-rules.ts'

export const urgentFlagsOfParts: readonly Rule[] = [
  {
    id: 'bleeding-inside',
    urgency: 'urgent',
    specialty: 'Gastroenterology',
    label: {
      en: 'Vomiting blood or black stools',
      he: 'הקאת דם או צואה שחורה',
      ar: 'تقيؤ دم أو براز أسود',
      es: 'Vómito de sangre o heces negras',
    },
    source: 'NICE CG141, https://www.nice.org.uk/guidance/cg141',
    all: [
      phrases({
        en: 'vomit* _ blood|throwing up blood|blood in _ vomit|vomit _ coffee grounds|black stool*|black tarry|tarry stool*|black poo|stools _ black|melena|melaena|hematemesis|haematemesis|lots of blood in _ stool|bleeding heavily from _ rectum|coffee ground*',
        he: 'הקאת דם|הקאות דמיות|מקיא* דם|הקיא* דם|הקאתי דם|דם בהקאה|צואה שחורה|יציאות שחורות|יציאה שחורה|קיא דמי|הצואה _ שחורה|היציאות _ שחורות',
        ar: 'تقيو دم|يتقيا دم*|اتقيا دم*|تقيات دم*|قيء دموي|دم في _ قيء|استفراغ دم|براز اسود|برازي اسود|براز لونه اسود|براز _ اسود',
        es: 'vomit* _ sangre|vomito* con sangre|sangre en _ vomito|heces negras|deposiciones negras|caca negra|posos de cafe|melena|hematemesis|heces _ negras',
      }),
    ],
  },
  {
    id: 'bleeding-heavy',
    urgency: 'urgent',
    specialty: 'Internal medicine',
    label: { en: 'Bleeding that does not stop', he: 'דימום שאינו נעצר', ar: 'نزيف لا يتوقف', es: 'Sangrado que no para' },
    source: 'NHS, First aid: heavy bleeding, https://www.nhs.uk/conditions/first-aid/',
    all: [
      phrases({
        en: "bleeding won't stop|bleeding _ won't stop|bleeding that won't stop|bleeding will not stop|can't stop _ bleeding|cannot stop _ bleeding|bleeding _ not stopping|won't stop bleeding|bleeding heavily|spurting blood|doesn't stop bleeding",
        he: 'דימום _ לא נעצר|דימום שלא נעצר|הדימום לא _ נעצר|לא מפסיק* לדמם|דימום חזק|דימום מסיבי|לא _ לעצור את הדימום|שותת דם',
        ar: 'نزيف لا يتوقف|نزيف _ لا يتوقف|لا يتوقف _ نزيف|نزيف شديد|نزيف غزير|ينزف بشده|انزف بشده',
        es: 'sangrado _ no para|no para de sangrar|no deja de sangrar|hemorragia|sangra mucho|sangrado abundante|no consigo parar _ sangre',
      }),
    ],
  },
  {
    id: 'unconscious',
    urgency: 'urgent',
    specialty: 'Neurology',
    label: {
      en: 'A fit, a faint or not waking',
      he: 'פרכוס, עילפון או אי תגובה',
      ar: 'تشنج أو إغماء أو عدم استجابة',
      es: 'Convulsión, desmayo o no responde',
    },
    source: 'NICE CG109, https://www.nice.org.uk/guidance/cg109; NICE NG217, https://www.nice.org.uk/guidance/ng217',
    all: [
      phrases({
        en: "seizure*|convuls*|passed out|fainted|blacked out|unconscious|unresponsive|not responding|collapsed|lost consciousness|loss of consciousness|had a fit|won't wake up|fainting",
        he: 'פרכוס*|פירכוס*|התעלפ*|מתעלפ*|איבד* _ הכרה|איבדתי הכרה|חסר* הכרה|לא מגיב*|התקף אפילפטי|אובדן הכרה|התמוטט*',
        ar: 'تشنج*|نوبه صرع|اختلاج|اغمي علي*|اغماء|فقد* _ وعي|فقدان _ وعي|لا يستجيب|غائب عن الوعي|انهار|فقدت الوعي|فاقد الوعي',
        es: 'convulsi*|se desmayo|me desmaye|desmay*|perdio _ conocimiento|perdi _ conocimiento|perdida de _ conocimiento|inconsciente|no responde|crisis epileptica|no despierta|perdio la conciencia',
      }),
    ],
  },
  {
    id: 'head-injury',
    urgency: 'urgent',
    specialty: 'Neurology',
    label: {
      en: 'A blow to the head with a warning sign',
      he: 'חבלת ראש עם סימן אזהרה',
      ar: 'إصابة في الرأس مع علامة إنذار',
      es: 'Golpe en la cabeza con un signo de alarma',
    },
    source: 'NICE NG232, https://www.nice.org.uk/guidance/ng232',
    all: [
      phrases({
        en: 'hit _ head|head injury|blow to _ head|bumped _ head|fell on _ head|knock to _ head|banged _ head|concussion',
        he: 'חבלת ראש|חבלה בראש|מכה בראש|קיבל* מכה _ בראש|נפל* על הראש|נחבל* בראש|זעזוע מוח',
        ar: 'ضربه _ راس|ضربه علي _ راس|اصابه _ راس|اصابه في _ راس|ضرب راسه|سقط علي راسه|وقع علي راسه|ارتطم راسه',
        es: 'golpe en la cabeza|golpe _ cabeza|golpeo _ cabeza|se dio en la cabeza|traumatismo craneal|cayo de cabeza',
      }),
      phrases({
        en: 'vomit*|drows*|sleepy|confus*|double vision|blood thinner*|warfarin|anticoagul*|apixaban|eliquis|xarelto|clear fluid|worse headache|memory|seizure|unconscious|weak*',
        he: 'הקא*|מקיא*|ישנוני*|מבולבל*|בלבול|ראייה כפולה|מדלל* דם|קומדין|אליקוויס|זיכרון|נוזל שקוף|פרכוס',
        ar: 'تقيا|يتقيا|تقيو|قيء|استفرغ|نعاس|ناعس|ارتباك|رويه مزدوجه|مميعات|مميع دم|وارفارين|ذاكره|سائل شفاف',
        es: 'vomit*|somnolien*|confus*|doble|anticoagul*|sintrom|warfarina|memoria|liquido claro|adormilad*',
      }),
    ],
  },
  {
    id: 'vision-loss',
    urgency: 'urgent',
    specialty: 'Ophthalmology',
    label: {
      en: 'Sudden loss or change of sight',
      he: 'אובדן או שינוי פתאומי בראייה',
      ar: 'فقدان أو تغير مفاجئ في البصر',
      es: 'Pérdida o cambio repentino de la vista',
    },
    source:
      'NHS, Retinal detachment, https://www.nhs.uk/conditions/detached-retina-retinal-detachment/; AAO Preferred Practice Patterns, https://www.aao.org',
    all: [
      phrases({
        en: "sudden loss of vision|sudden loss of sight|suddenly can't see|suddenly cannot see|lost vision|lost _ sight|lost _ vision|vision went black|sudden vision loss|curtain over|curtain across|curtain _ vision|shadow _ vision|flashes _ floaters|flashes of light|sudden* blind|sudden* blurred vision|can't see out of",
        he: 'אובדן ראייה|איבדתי _ ראייה|איבד* _ ראייה|פתאום לא רואה|לא רואה פתאום|לא רואה בעין|וילון _ עין|וילון בראייה|מסך _ עין|הבזקי אור|הבזקים|צל בשדה הראייה|עיוורון פתאומי|מסך שחור',
        ar: 'فقدان _ بصر|فقدان _ رويه|فقدت البصر|فقدت الرويه|لا اري فجاه|فجاه لا اري|لا اري بعيني|ستاره _ عين*|ستاره سوداء|ومضات ضوء|ومضات|فقد بصره|عمي مفاجئ',
        es: 'perdida de _ vision|perdida repentina de _ vision|perdida subita de _ vision|perdi _ vision|perdio _ vision|de repente no veo|dejo de ver|deje de ver|no veo por un ojo|cortina _ ojo|cortina _ vision|destellos|ceguera repentina|sombra _ vision',
      }),
    ],
  },
  {
    id: 'spine',
    urgency: 'urgent',
    specialty: 'Orthopedics',
    label: {
      en: 'Back pain with numbness between the legs or loss of control of bladder or bowel',
      he: 'כאב גב עם חוסר תחושה במפשעה או אובדן שליטה בסוגרים',
      ar: 'ألم ظهر مع خدر بين الساقين أو فقدان التحكم بالبول أو البراز',
      es: 'Dolor de espalda con adormecimiento entre las piernas o pérdida de control de esfínteres',
    },
    source: 'NHS, Back pain, https://www.nhs.uk/conditions/back-pain/; NICE NG59, https://www.nice.org.uk/guidance/ng59',
    all: [
      phrases({
        en: "numb* between _ legs|numb* around _ genitals|numb* in _ groin|saddle numb*|saddle area|saddle anesthesia|saddle anaesthesia|lost control of _ bladder|lost control of _ bowel*|can't control _ bladder|cannot control _ bladder|can't feel _ urine|can't pee|cannot pee|cannot urinate|can't urinate|incontinen*|both legs _ weak|weakness in both legs",
        he: 'חוסר תחושה במפשעה|נימול במפשעה|חוסר תחושה בין הרגליים|נימול בין הרגליים|אובדן שליטה _ סוגרים|אובדן שליטה _ שתן|לא שולט* _ שתן|לא שולט* בסוגרים|איבד* שליטה _ שתן|איבדתי שליטה _ שתן|לא _ להשתין|חולשה בשתי הרגליים|בריחת שתן',
        ar: 'خدر بين _ ساقين|خدر بين _ فخذين|تنميل بين _ ساقين|تنميل بين _ فخذين|فقدان _ تحكم _ بول|فقدان _ سيطره _ بول|لا اتحكم _ بول|لا استطيع _ تبول|لا يستطيع _ تبول|سلس بول|سلس _ بول|ضعف في _ ساقين|لا اسيطر _ بول',
        es: 'adormecimiento entre _ piernas|entumecimiento entre _ piernas|adormecida _ entrepierna|adormecimiento _ ingle|perdida de control de _ orina|perdi _ control de _ orina|no controlo _ orina|no _ controlar _ orina|no puedo orinar|no puede orinar|incontinencia|debilidad en ambas piernas|se me escapa la orina',
      }),
      phrases({
        en: 'back|spine|sciatica|disc',
        he: 'גב|בגב|הגב|סכיאטיקה|דיסק|עמוד השדרה',
        ar: 'ظهر*|فقرات|عمود فقري|ديسك|عرق النسا',
        es: 'espalda|lumbar|lumbago|ciatica|columna|hernia',
      }),
    ],
  },
  {
    id: 'testicle',
    urgency: 'urgent',
    specialty: 'Urology',
    label: { en: 'Sudden pain in a testicle', he: 'כאב פתאומי באשך', ar: 'ألم مفاجئ في الخصية', es: 'Dolor repentino en un testículo' },
    source: 'NHS, Testicle pain, https://www.nhs.uk/conditions/testicle-pain/; EAU guideline on paediatric urology, https://uroweb.org',
    all: [
      phrases({
        en: 'testicle* _ pain*|testicular pain|pain in _ testicle*|testicle* _ hurt*|pain in _ balls|testicle _ swollen|pain in his testicle',
        he: 'כאב* באשך|כאב* _ באשך|כואב _ האשך|כואב _ באשך|כאב* באשכים|נפיחות באשך',
        ar: 'الم* _ خصيه|الم* في _ خصيه|وجع* _ خصيه|خصيه متورمه|تورم _ خصيه|الم* _ خصيته|الم* في _ خصيته',
        es: 'dolor* _ testiculo*|duele* _ testiculo*|dolor testicular|testiculo hinchado',
      }),
    ],
  },
  {
    id: 'pregnancy',
    urgency: 'urgent',
    specialty: 'Gynecology',
    label: {
      en: 'Pregnant with bleeding, strong pain, less movement or a severe headache',
      he: 'היריון עם דימום, כאב חזק, ירידה בתנועות או כאב ראש קשה',
      ar: 'حمل مع نزيف أو ألم شديد أو قلة حركة الجنين أو صداع شديد',
      es: 'Embarazo con sangrado, dolor fuerte, menos movimientos o dolor de cabeza intenso',
    },
    source:
      'NICE NG126, https://www.nice.org.uk/guidance/ng126; NICE NG133, https://www.nice.org.uk/guidance/ng133; RCOG Green-top Guideline 57, https://www.rcog.org.uk',
    all: [
      pregnant,
      phrases({
        en: "bleed*|spotting|severe pain|baby _ moving less|baby _ not moving|baby isn't moving|baby stopped moving|hasn't moved|not felt _ move|less movement*|reduced movement*|severe headache|blurred vision|seeing spots|swollen face|strong pain|waters broke|bad headache|flashing lights|bad pain|sharp pain",
        he: 'דימום|מדממת|הכתמה|כאב* חזק*|כאב* עז*|לא מרגישה תנועות|פחות תנועות|ירידה בתנועות|העובר לא זז|לא זז|כאב ראש חזק|כאב* ראש קשה|טשטוש ראייה|ראייה מטושטשת|ירידת מים|נפיחות בפנים|כאב* חד*',
        ar: 'نزيف|انزف|نزف|الم شديد|الم* حاد|لا يتحرك|لا اشعر بحركه|قله حركه|حركه _ اقل|صداع شديد|زغلله|تشوش _ رويه|تشوش _ نظر|نزول _ ماء|مغص شديد|حركه الجنين',
        es: 'sangr*|mancho|manchado|dolor fuerte|dolor intenso|no se mueve|se mueve menos|menos movimientos|no noto _ moverse|dolor de cabeza fuerte|dolor de cabeza intenso|vision borrosa|rompi aguas|roto aguas|veo luces|dolor agudo',
      }),
    ],
  },
  {
    id: 'infant-fever',
    urgency: 'urgent',
    specialty: 'Pediatrics',
    label: {
      en: 'Fever in a baby under three months',
      he: 'חום בתינוק מתחת לגיל שלושה חודשים',
      ar: 'حمى عند رضيع دون ثلاثة أشهر',
      es: 'Fiebre en un bebé menor de tres meses',
    },
    source: 'NICE NG143, https://www.nice.org.uk/guidance/ng143',
    all: [
      fever,
      phrases({
        en: 'newborn*|week-old|weeks old|week old|one month old|month old baby|two months old|two-month-old|one-month-old|six weeks|2 months old|days old',
        he: 'תינוק בן שבוע*|תינוקת בת שבוע*|בן שבועיים|בת שבועיים|בן חודש|בת חודש|בן חודשיים|בת חודשיים|יילוד*|בן _ שבועות|בת _ שבועות|רך נולד|בן _ ימים|בת _ ימים',
        ar: 'حديث* ولاده|مولود|عمره شهر|عمره شهران|عمرها شهر|عمرها شهران|عمره _ اسابيع|عمرها _ اسابيع|عمره شهرين|عمرها شهرين|عمره اسبوع*|عمرها اسبوع*|عمره _ ايام',
        es: 'recien nacid*|un mes de vida|dos meses de vida|semanas de vida|un mes de edad|dos meses de edad|bebe de un mes|bebe de dos meses|bebe de _ semanas|dias de vida|de dos meses',
      }),
    ],
  },
  {
    id: 'diabetes-grave',
    urgency: 'urgent',
    specialty: 'Endocrinology',
    label: {
      en: 'Diabetes with vomiting, deep breathing, drowsiness or very high sugar',
      he: 'סוכרת עם הקאות, נשימה עמוקה, ישנוניות או סוכר גבוה מאוד',
      ar: 'سكري مع تقيؤ أو تنفس عميق أو نعاس أو سكر مرتفع جدًا',
      es: 'Diabetes con vómitos, respiración profunda, somnolencia o azúcar muy alto',
    },
    source:
      'NICE NG17, https://www.nice.org.uk/guidance/ng17; NHS, Diabetic ketoacidosis, https://www.nhs.uk/conditions/diabetic-ketoacidosis/',
    all: [
      phrases({ en: 'diabet*|insulin|type 1', he: 'סוכרת|סוכרתי*|אינסולין', ar: 'سكري|سكر|انسولين', es: 'diabet*|insulina' }),
      phrases({
        en: 'vomit*|ketone*|drows*|fruity breath|deep breathing|very thirsty|confus*|sugar _ very high|sugar over 400|shaking and sweating|very low sugar|sugar is very low',
        he: 'מקיא*|הקא*|קטונים|ישנוני*|ריח אצטון|נשימה עמוקה|צמא מאוד|צמאה מאוד|מבולבל*|סוכר גבוה מאוד|רועד* ומזיע*|סוכר נמוך מאוד',
        ar: 'تقيو|اتقيا|يتقيا|تتقيا|قيء|كيتون*|نعاس|رائحه اسيتون|تنفس عميق|عطش شديد|ارتباك|مرتفع جدا|منخفض جدا',
        es: 'vomit*|cetona*|somnolien*|aliento afrutado|olor a acetona|respiracion profunda|mucha sed|confus*|azucar muy alt*|azucar muy baj*',
      }),
    ],
  },
  {
    id: 'belly-grave',
    urgency: 'urgent',
    specialty: 'Gastroenterology',
    label: {
      en: 'Severe or sudden belly pain',
      he: 'כאב בטן חזק או פתאומי',
      ar: 'ألم بطن شديد أو مفاجئ',
      es: 'Dolor de barriga intenso o repentino',
    },
    source:
      'NHS, Stomach ache, https://www.nhs.uk/conditions/stomach-ache/; NHS, Appendicitis, https://www.nhs.uk/conditions/appendicitis/',
    all: [
      phrases({
        en: 'severe _ stomach pain|severe abdominal pain|severe belly pain|severe pain in _ stomach|severe pain in _ belly|sudden _ abdominal pain|sudden _ stomach pain|sudden severe belly|excruciating _ stomach|unbearable _ stomach|unbearable pain in _ belly|rigid abdomen|belly _ hard as|right lower _ pain|pain _ lower right|pain moved to _ right|worst stomach pain|unbearable abdominal pain',
        he: 'כאב* בטן חזק*|כאב* בטן עז*|כאב* בטן קשים|כאב* בטן פתאומי*|כאב* _ בטן ימנית תחתונה|כאב* בצד ימין למטה|בטן _ קשה כמו|כאב* בטן בלתי נסבל*|כאב* _ בצד ימין _ בטן|כאב* חזק* _ בבטן|כאב עז בבטן',
        ar: 'الم* شديد _ بطن|الم* شديد في _ بطن|الم* بطن شديد|الم* _ بطن شديد|مغص شديد|الم* مفاجئ _ بطن|الم* حاد _ بطن|الم* حاد في _ بطن|الم* اسفل يمين _ بطن|الم* لا يحتمل|الم* في اسفل يمين|بطنه متصلب|الم* _ يمين اسفل البطن',
        es: 'dolor _ abdominal intenso|dolor abdominal fuerte|dolor _ fuerte _ barriga|dolor intenso _ barriga|dolor intenso en _ abdomen|dolor muy fuerte _ vientre|dolor de barriga insoportable|dolor abdominal repentino|dolor abdominal subito|vientre duro|abdomen duro|lado derecho abajo|parte baja derecha|dolor insoportable _ barriga|dolor fuerte de barriga|parte inferior derecha',
      }),
    ],
  },
  {
    id: 'face-infection',
    urgency: 'urgent',
    specialty: 'Dentistry',
    label: {
      en: 'Swelling of jaw or mouth with trouble swallowing or opening',
      he: 'נפיחות בלסת או בפה עם קושי בבליעה או בפתיחה',
      ar: 'تورم الفك أو الفم مع صعوبة البلع أو فتح الفم',
      es: 'Hinchazón de mandíbula o boca con dificultad para tragar o abrir',
    },
    source:
      'NHS, Dental abscess, https://www.nhs.uk/conditions/dental-abscess/; SDCEP, Management of Acute Dental Problems, https://www.sdcep.org.uk',
    all: [
      phrases({
        en: 'tooth*|teeth|dental|jaw|gum|gums',
        he: 'שן|שיניים|לסת|חניכיים|בשן',
        ar: 'سن|اسنان|ضرس|فك|لثه',
        es: 'diente|dientes|muela|mandibula|encia|encias',
      }),
      phrases({
        en: "can't swallow|cannot swallow|trouble swallowing|difficulty swallowing|hard to swallow|can't open _ mouth|cannot open _ mouth|eye _ swollen shut|floor of _ mouth",
        he: 'לא _ לבלוע|קושי* בבליעה|קשה _ לבלוע|לא _ לפתוח את הפה|קשה _ לפתוח את הפה',
        ar: 'لا استطيع _ بلع|لا يستطيع _ بلع|صعوبه في _ بلع|صعوبه _ بلع|لا استطيع فتح فمي|صعوبه فتح _ فم|لا يستطيع فتح فمه',
        es: 'no puedo tragar|no puede tragar|dificultad para tragar|me cuesta tragar|no puedo abrir la boca|no puede abrir la boca',
      }),
    ],
  },
  {
    id: 'burn-grave',
    urgency: 'urgent',
    specialty: 'Dermatology',
    label: {
      en: 'A large burn, or one of face or hands, or by a chemical',
      he: 'כוויה נרחבת, בפנים או בידיים, או מחומר כימי',
      ar: 'حرق كبير أو في الوجه أو اليدين أو بمادة كيميائية',
      es: 'Quemadura grande, en cara o manos, o por un producto químico',
    },
    source:
      'NHS, Burns and scalds, https://www.nhs.uk/conditions/burns-and-scalds/; WHO, Burns, https://www.who.int/news-room/fact-sheets/detail/burns',
    all: [
      phrases({
        en: 'burn|burns|burned|burnt|scald*',
        he: 'כוויה|כוויות|נכווה|נכוותה|נכוויתי',
        ar: 'حرق|حروق|احترق|احترقت|احترقت يدي',
        es: 'quemadura*|me queme|se quemo|escaldadura',
      }),
      phrases({
        en: 'boiling water|boiling oil|chemical|electric*|on _ face|acid|bleach in|hot oil|large burn|face and|blister* _ hand|charred|white and leathery',
        he: 'מים רותחים|שמן רותח|חומר כימי|חשמל|בפנים|חומצה|על הפנים|כוויה גדולה|כוויה נרחבת',
        ar: 'ماء مغلي|زيت مغلي|زيت ساخن|ماده كيميائيه|كيميائي|كهرباء|وجه*|حمض|حرق كبير',
        es: 'agua hirviendo|aceite hirviendo|aceite caliente|producto quimico|quimic*|electric*|en la cara|acido|quemadura grande',
      }),
    ],
  },
]
