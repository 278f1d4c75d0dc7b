// Red flags of heart, brain, breath, blood and mind that need somebody at once, each with who published it. Facts only; the words are our own.
import { breathless, chestPain, fever, phrases, swollenLeg } from './rule-phrases.ts'
import type { Rule } from './triage-rules.ts'

export const urgentFlags: readonly Rule[] = [
  {
    id: 'stroke-signs',
    urgency: 'urgent',
    specialty: 'Neurology',
    label: {
      en: 'Sudden weakness, face, speech or balance',
      he: 'חולשה, פנים, דיבור או שיווי משקל באופן פתאומי',
      ar: 'ضعف مفاجئ أو خلل في الوجه أو الكلام أو التوازن',
      es: 'Debilidad, cara, habla o equilibrio de repente',
    },
    source: 'AHA/ASA BE-FAST warning signs, https://www.stroke.org; NICE NG128, https://www.nice.org.uk/guidance/ng128',
    all: [
      phrases({
        en: "face droop*|face _ drooping|facial droop*|face _ droop*|mouth droop*|droopy face|slurred speech|speech _ slurred|slurring|weakness on one side|weakness of one side|one side _ weak|one-sided weakness|sudden weakness|sudden numbness|numb on one side|numbness on one side|one side _ numb|can't lift _ arm|cannot lift _ arm|can't move _ arm|cannot move _ arm|arm _ suddenly weak|arm went limp|arm _ went weak|can't find _ words|cannot find _ words|can't speak|cannot speak|unable to speak|sudden confusion|sudden loss of balance|suddenly confused|left side weak*|right side weak*|half of _ face|drooping on one side|arm _ weak _ speech",
        he: 'חולשה בצד*|חולשה _ בצד|חולשה פתאומית|נימול בצד*|צניחה של _ פה|צניחת* פה|פה עקום|הפה _ עקום|פנים עקומות|הפנים _ צנוחות|צניחת פנים|דיבור לא ברור|הדיבור _ לא ברור|דיבור מרוח|לא _ להרים _ יד|לא _ להזיז _ יד|קושי* בדיבור|לא _ לדבר|שיתוק|בלבול פתאומי|איבד* _ שיווי משקל|חצי גוף|נחלש* _ היד|נחלשה _ יד',
        ar: 'تدلي _ وجه|تدلي في _ وجه|وجهه مائل|وجهي مائل|فمه مائل|انحراف _ فم|اعوجاج _ فم|ضعف في _ جانب*|ضعف مفاجئ|تنميل في _ جانب|تنميل مفاجئ|ثقل في _ لسان|ثقل في _ كلام|كلام* غير واضح|كلامه غير مفهوم|صعوبه في _ كلام|صعوبه _ نطق|لا يستطيع _ كلام|لا استطيع _ كلام|لا استطيع رفع _ ذراع*|لا يستطيع رفع _ ذراع*|لا يستطيع تحريك _ ذراع*|لا يستطيع رفع _ يد*|شلل|ارتباك مفاجئ|فقدان _ توازن',
        es: 'cara caida|cara torcida|boca torcida|cara _ torcida|boca _ torcida|desviacion de _ boca|habla arrastrada|arrastra _ palabras|no puede hablar|no puedo hablar|dificultad para hablar|no _ levantar _ brazo|no _ mover _ brazo|debilidad en _ lado|debilidad repentina|debilidad subita|lado _ cuerpo dormido|adormecimiento de _ lado|entumecimiento repentino|confusion repentina|paralisis|perdida _ equilibrio|brazo _ sin fuerza|sin fuerza en _ brazo|media cara',
      }),
    ],
  },
  {
    id: 'chest-pain-grave',
    urgency: 'urgent',
    specialty: 'Cardiology',
    label: {
      en: 'Chest pain with a warning sign',
      he: 'כאב בחזה עם סימן אזהרה',
      ar: 'ألم في الصدر مع علامة إنذار',
      es: 'Dolor en el pecho con un signo de alarma',
    },
    source: 'NICE CG95, https://www.nice.org.uk/guidance/cg95; NHS, Chest pain, https://www.nhs.uk/conditions/chest-pain/',
    all: [
      chestPain,
      [
        ...breathless,
        ...phrases({
          en: 'sweat*|clammy|arm|jaw|shoulder|nausea*|vomit*|sick to my stomach|faint*|passed out|lightheaded|light-headed|pale|crushing|squeezing|elephant|heavy pressure|at rest|right now|past hour|last hour|for an hour|minutes|spreading|radiat*|sudden*|heart attack before',
          he: 'מזיע*|הזעה|זיעה|זרוע|לזרוע|ביד|ליד השמאלית|יד שמאל*|לסת|כתף|בחילה|הקאה|הקאתי|מקיא*|עילפון|התעלפ*|סחרחור*|חיוור*|מקרין|מקרינים|הקרנה|פתאומי*|במנוחה|כבר שעה|דקות|מוחץ|חזק מאוד',
          ar: 'تعرق|عرق|اتعرق|ذراع*|يدي اليسري|كتف*|فك*|غثيان|تقيو|قيء|استفراغ|اغماء|دوخه|دوار|شحوب|ينتشر|يمتد|مفاجي*|ساعه|دقيقه|دقائق|وقت الراحه',
          es: 'sudor*|sudando|brazo|mandibula|hombro|nausea*|vomit*|desmay*|mareo*|mareado|mareada|palido|palida|se extiende|irradia*|aplastante|repentino|subito|en reposo|minutos|una hora',
        }),
      ],
    ],
  },
  {
    id: 'breathing',
    urgency: 'urgent',
    specialty: 'Pulmonology',
    label: { en: 'Struggling for breath', he: 'קושי ניכר בנשימה', ar: 'صعوبة شديدة في التنفس', es: 'Dificultad grave para respirar' },
    source:
      'NHS, Shortness of breath, https://www.nhs.uk/conditions/shortness-of-breath/; NICE NG245, https://www.nice.org.uk/guidance/ng245',
    all: [
      phrases({
        en: "cannot breathe|can't breathe|can not breathe|struggling to breathe|gasping|fighting for breath|blue lips|lips _ blue|lips turning blue|too breathless to _ speak|too breathless to _ talk|can't catch my breath|cannot catch my breath|can't _ full sentences|can't finish _ sentence|cannot finish _ sentence|sudden shortness of breath|suddenly _ short of breath|severe* short* of breath|very short of breath at rest|short of breath at rest|inhaler _ not help*|inhaler isn't helping|choking|breathless at rest|suddenly breathless",
        he: 'לא _ לנשום|לא מצליח* לנשום|נחנק*|שפתיים כחולות|השפתיים _ כחולות|שפתיים מכחילות|קוצר נשימה פתאומי|קוצר נשימה קשה|קוצר נשימה חמור|קוצר נשימה במנוחה|אין לי אוויר|המשאף לא _ עוזר|משאף לא עוזר|לא _ לסיים משפט',
        ar: 'لا استطيع _ تنفس|لا يستطيع _ تنفس|لا تستطيع _ تنفس|لا اقدر _ تنفس|اختناق|يختنق|اختنق|شفاه زرقاء|شفتاه زرقاوان|ازرقاق _ شفاه|ازرقاق _ شفتين|ضيق تنفس شديد|ضيق _ تنفس شديد|ضيق _ تنفس مفاجئ|بخاخ لا _ يساعد|بخاخ لا يفيد|ضيق _ تنفس _ راحه',
        es: 'no puedo respirar|no puede respirar|me ahogo|se ahoga|labios azules|labios _ azules|labios morados|falta de aire repentina|falta de aire subita|falta de aire en reposo|mucha falta de aire|el inhalador no _ ayuda|inhalador no _ alivia|inhalador no _ efecto|no puedo terminar _ frase|dificultad respiratoria grave|me falta el aire en reposo',
      }),
    ],
  },
  {
    id: 'leg-and-breath',
    urgency: 'urgent',
    specialty: 'Internal medicine',
    label: {
      en: 'A swollen or painful leg with breathlessness or chest pain',
      he: 'רגל נפוחה או כואבת עם קוצר נשימה או כאב בחזה',
      ar: 'ساق متورمة أو مؤلمة مع ضيق تنفس أو ألم صدر',
      es: 'Pierna hinchada o dolorosa con falta de aire o dolor en el pecho',
    },
    source: 'NICE NG158, https://www.nice.org.uk/guidance/ng158',
    all: [swollenLeg, [...breathless, ...chestPain]],
  },
  {
    id: 'allergic-reaction',
    urgency: 'urgent',
    specialty: 'Allergy and immunology',
    label: {
      en: 'Swelling of face, lips, tongue or throat',
      he: 'נפיחות בפנים, בשפתיים, בלשון או בגרון',
      ar: 'تورم الوجه أو الشفتين أو اللسان أو الحلق',
      es: 'Hinchazón de cara, labios, lengua o garganta',
    },
    source: 'NICE CG134, https://www.nice.org.uk/guidance/cg134; NHS, Anaphylaxis, https://www.nhs.uk/conditions/anaphylaxis/',
    all: [
      phrases({
        en: 'anaphyla*|throat _ closing|throat _ swelling|throat _ swollen|tongue _ swelling|tongue _ swollen|swollen tongue|swollen lips|lips _ swollen|lips _ swelling|lips swelled|face _ swelling up|face swelled|swelling of _ tongue|swelling of _ lips|swelling of _ throat|throat feels tight after|epipen',
        he: 'אנפילקס*|נפיחות בלשון|נפיחות בשפתיים|נפיחות בגרון|הלשון _ נפוחה|הלשון _ מתנפחת|הלשון _ התנפחה|השפתיים _ נפוחות|השפתיים _ התנפחו|שפתיים נפוחות|הגרון _ נסגר|הגרון נסגר|גרון נסגר|הפנים _ התנפחו|אפיפן',
        ar: 'تاق|صدمه تحسسيه|تورم _ شفتين|تورم _ شفاه|تورم في _ شفتين|تورم _ لسان|تورم في _ لسان|تورم _ حلق|تورم في _ وجه|تورم _ وجه|انتفاخ _ لسان|انتفاخ _ شفتين|انتفاخ _ وجه|حلقي _ يغلق|انسداد _ حلق',
        es: 'anafilax*|lengua hinchada|labios hinchados|hinchazon de _ labios|hinchazon de _ lengua|hinchazon de _ garganta|hinchazon de _ cara|se me hincha* _ labios|se me hincha* _ lengua|se _ cierra _ garganta|se le hincha* _ cara|hincho _ cara|hinchado los labios|hincharon _ labios|hincho _ lengua',
      }),
    ],
  },
  {
    id: 'sudden-headache',
    urgency: 'urgent',
    specialty: 'Neurology',
    label: {
      en: 'Sudden or worst headache',
      he: 'כאב ראש פתאומי או החזק ביותר',
      ar: 'صداع مفاجئ أو الأشد على الإطلاق',
      es: 'Dolor de cabeza repentino o el peor',
    },
    source: 'NICE NG228, https://www.nice.org.uk/guidance/ng228; NICE CG150, https://www.nice.org.uk/guidance/cg150',
    all: [
      phrases({
        en: 'worst headache|thunderclap*|sudden severe headache|sudden headache|headache came on suddenly|headache _ out of nowhere|sudden _ headache|worst head pain|explosive headache|headache _ suddenly',
        he: 'כאב ראש פתאומי*|כאב ראש _ פתאומי*|כאב הראש _ חזק ביותר|כאב הראש הכי|כאב ראש הכי|כאב הראש הגרוע*|פתאום כאב ראש|כאב ראש _ בבת אחת|כאב ראש כמו רעם',
        ar: 'صداع مفاجئ|صداع شديد مفاجئ|صداع _ مفاجئ|اسوا صداع|اشد صداع|صداع _ فجاه|صداع رعدي|فجاه _ صداع',
        es: 'dolor de cabeza repentino|dolor de cabeza subito|dolor de cabeza _ de repente|peor dolor de cabeza|dolor de cabeza explosivo|dolor de cabeza _ repentino|dolor de cabeza mas fuerte',
      }),
    ],
  },
  {
    id: 'meningeal',
    urgency: 'urgent',
    specialty: 'Internal medicine',
    label: {
      en: 'Stiff neck, dislike of light or a rash that does not fade, with fever or headache',
      he: 'צוואר נוקשה, רגישות לאור או פריחה שאינה נעלמת, עם חום או כאב ראש',
      ar: 'تيبس الرقبة أو الانزعاج من الضوء أو طفح لا يزول مع حمى أو صداع',
      es: 'Rigidez de cuello, molestia por la luz o manchas que no desaparecen, con fiebre o dolor de cabeza',
    },
    source:
      'NICE NG240, https://www.nice.org.uk/guidance/ng240; WHO, Meningitis, https://www.who.int/news-room/fact-sheets/detail/meningitis',
    all: [
      phrases({
        en: "stiff neck|neck _ stiff|neck stiffness|light hurts|sensitive to light|photophobia|rash _ does not fade|rash _ doesn't fade|rash that won't fade|non-blanching|purple spots|purple rash|bruise-like rash|can't bend _ neck",
        he: 'צוואר נוקשה|הצוואר _ נוקשה|נוקשות _ צוואר|נוקשות בצוואר|צוואר קשה|רגישות לאור|האור מפריע|פריחה _ לא נעלמת|פריחה שלא נעלמת|פריחה סגולה|כתמים סגולים|נקודות סגולות|קשה _ לכופף _ צוואר',
        ar: 'تيبس _ رقبه|تيبس في _ رقبه|تصلب _ رقبه|رقبه متيبسه|رقبته متيبسه|رقبتي متيبسه|حساسيه من _ ضوء|ضوء يزعج*|انزعاج من _ ضوء|طفح لا يزول|طفح لا يختفي|بقع بنفسجيه|بقع ارجوانيه',
        es: 'rigidez de _ cuello|rigidez de nuca|rigidez en _ cuello|cuello rigido|cuello _ rigido|nuca rigida|molesta la luz|fotofobia|manchas moradas|manchas violetas|erupcion _ no desaparece|manchas que no desaparecen|sensibilidad a la luz',
      }),
      [
        ...fever,
        ...phrases({
          en: 'headache|drows*|confus*|vomit*',
          he: 'כאב* ראש|ישנוני*|מבולבל*|הקא*',
          ar: 'صداع|نعاس|ارتباك|تقيو',
          es: 'dolor de cabeza|somnolen*|confus*|vomit*',
        }),
      ],
    ],
  },
  {
    id: 'infection-grave',
    urgency: 'urgent',
    specialty: 'Internal medicine',
    label: {
      en: 'Fever with confusion, mottled skin or collapse',
      he: 'חום עם בלבול, עור מנומר או התמוטטות',
      ar: 'حمى مع ارتباك أو جلد مرقّش أو انهيار',
      es: 'Fiebre con confusión, piel moteada o colapso',
    },
    source:
      'NHS, Sepsis, https://www.nhs.uk/conditions/sepsis/; Surviving Sepsis Campaign 2021, https://www.sccm.org/survivingsepsiscampaign',
    all: [
      [
        ...fever,
        ...phrases({
          en: 'infection|chills|shivering|rigors',
          he: 'זיהום|צמרמורות|צמרמורת',
          ar: 'عدوي|التهاب|قشعريره',
          es: 'infeccion|escalofrios|tiritona',
        }),
      ],
      phrases({
        en: "confused|confusion|not making sense|mottled|cold hands and feet|hard to wake|difficult to wake|won't wake|drowsy|limp|collapsed|no urine|hasn't passed urine|not passed urine|rapid breathing|breathing _ fast|blotchy skin",
        he: 'מבולבל*|בלבול|מנומר|קשה להעיר*|קשה _ להעיר|ישנוני*|מנומנם*|רפוי|התמוטט*|לא נתן שתן|לא מטיל* שתן|נשימה מהירה|אפאתי*|אדיש*',
        ar: 'ارتباك|تشوش|مشوش|لا يستيقظ|صعوبه _ ايقاظ*|خمول|خامل*|نعاس شديد|انهار|لا يتبول|لم يتبول|تنفس سريع|جلد مرقش|تخليط',
        es: 'confus*|piel moteada|dificil de despertar|no despierta|somnolien*|adormilad*|desplom*|no orina|sin orinar|respiracion rapida|respira muy rapido|decaid* y no responde',
      }),
    ],
  },
  {
    id: 'chemotherapy-fever',
    urgency: 'urgent',
    specialty: 'Internal medicine',
    label: {
      en: 'Fever while immunity is low',
      he: 'חום כשמערכת החיסון מוחלשת',
      ar: 'حمى مع ضعف المناعة',
      es: 'Fiebre con defensas bajas',
    },
    source: 'NICE CG151, https://www.nice.org.uk/guidance/cg151',
    all: [
      fever,
      phrases({
        en: 'chemo|chemotherapy|neutropeni*|transplant|immunosuppress*|bone marrow',
        he: 'כימותרפיה|כימו|כימותרפי|השתלה|השתלת|נויטרופני*|מדוכא* חיסון|מדכאי חיסון',
        ar: 'كيماوي|كيميائي|علاج كيماوي|زراعه كليه|زراعه نخاع|زرع|مثبطات* مناعه|نقص مناعه',
        es: 'quimio|quimioterapia|neutropeni*|trasplant*|inmunosuprim*|inmunodeprim*',
      }),
    ],
  },
  {
    id: 'self-harm',
    urgency: 'urgent',
    specialty: 'Psychiatry',
    label: {
      en: 'Thoughts of dying or of hurting oneself',
      he: 'מחשבות על מוות או על פגיעה עצמית',
      ar: 'أفكار عن الموت أو إيذاء النفس',
      es: 'Ideas de morir o de hacerse daño',
    },
    source:
      'NICE NG225, https://www.nice.org.uk/guidance/ng225; WHO mhGAP guideline 2023, https://www.who.int/publications/i/item/9789240084278',
    all: [
      phrases({
        en: "suicid*|kill myself|kill himself|kill herself|end my life|ending my life|want to die|wants to die|wish i was dead|wish i were dead|better off dead|better off without me|hurt myself|harm myself|self-harm*|self harm*|cutting myself|no reason to live|don't want to live|do not want to live|take my own life|taking my life|harming himself|harming herself",
        he: 'אובדנ*|להתאבד|התאבד*|לשים קץ לחיי*|לסיים את החיים|לסיים את חיי|רוצה למות|רצה למות|לא רוצה לחיות|אין טעם לחיים|אין _ סיבה לחיות|לפגוע בעצמי|לפגוע בעצמו|לפגוע בעצמה|פגיעה עצמית|חותך* את עצמ*|עדיף שאמות|מחשבות על מוות',
        ar: 'انتحار|انتحر|انتحاريه|اقتل نفسي|قتل نفس*|يقتل نفسه|اريد _ اموت|اتمني الموت|انهاء حياتي|انهي حياتي|لا اريد _ اعيش|لا رغبه _ حياه|ايذاء نفس*|اوذي نفسي|يوذي نفسه|توذي نفسها|افكر في الموت',
        es: 'suicid*|matarme|matarse|quitarme la vida|quitarse la vida|quiero morir*|quisiera morir|no quiero vivir|acabar con mi vida|acabar con todo|hacerme dano|hacerse dano|autolesi*|me corto|mejor muerto|mejor muerta|no vale la pena vivir|ganas de morir',
      }),
    ],
  },
  {
    id: 'overdose',
    urgency: 'urgent',
    specialty: 'Internal medicine',
    label: {
      en: 'Too much of a medicine or a poison',
      he: 'נטילת יתר של תרופה או רעל',
      ar: 'جرعة زائدة أو تسمم',
      es: 'Demasiada medicina o un tóxico',
    },
    source: 'NHS, Poisoning, https://www.nhs.uk/conditions/poisoning/; NICE NG225, https://www.nice.org.uk/guidance/ng225',
    all: [
      phrases({
        en: 'overdose*|took too many|taken too many|swallowed bleach|drank bleach|swallowed _ battery|poison*|swallowed _ pills|took _ whole box|swallowed detergent|swallowed a magnet|ate _ pills',
        he: 'מנת יתר|נטילת יתר|יותר מדי כדורים|בלע* אקונומיקה|שתה אקונומיקה|שתתה אקונומיקה|בלע* סוללה|הרעלה|רעל|בלע* כדורים|לקח* _ כל החפיסה',
        ar: 'جرعه زائده|تسمم|سم|ابتلع بطاريه|ابتلع _ حبوب|ابتلعت _ حبوب|شرب كلور|شربت كلور|شرب مبيض|تناول _ حبوب كثيره|بلع بطاريه',
        es: 'sobredosis|demasiadas pastillas|trago lejia|bebio lejia|trago una pila|se trago una pila|veneno|intoxic*|envenen*|toda la caja de pastillas',
      }),
    ],
  },
]
