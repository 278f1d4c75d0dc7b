// Which doctor a question belongs to, by the words it is asked in. Specialties are written as doctors’ are in this product, in English.
import { phrases } from './rule-phrases.ts'
import type { SpecialtyRule } from './triage-rules.ts'

/** What lies within a specialty, as the national register of the United Kingdom and the patient pages of its health service describe it. */
const source = 'NHS, Health A to Z, https://www.nhs.uk/conditions/; GMC, Approved curricula by specialty, https://www.gmc-uk.org'

export const specialtyRules: readonly SpecialtyRule[] = [
  {
    specialty: 'Pediatrics',
    weight: 2,
    source,
    label: { en: 'About a child', he: 'על ילד', ar: 'عن طفل', es: 'Sobre un niño' },
    words: phrases({
      en: 'my baby|baby|newborn*|toddler|my child|infant|year-old son|year-old daughter|breastfeed* baby|my little boy|my little girl|teething|nappy rash|diaper rash|vaccin* _ baby|kindergarten|daycare',
      he: 'תינוק*|הפעוט|פעוט*|הילד שלי|הילדה שלי|בן השנתיים|בת השנתיים|לגן|טיפת חלב|בקיעת שיניים|תפרחת חיתולים|יונק*|הילד|הילדה',
      ar: 'رضيع*|طفلي|طفلتي|طفل*|تسنين|طفح حفاض|روضه اطفال|مولود*|حضانه',
      es: 'mi bebe|bebe|recien nacid*|mi nino|mi nina|lactante|guarderia|denticion|panal|mi hijo de|mi hija de',
    }),
  },
  {
    specialty: 'Dermatology',
    weight: 1,
    source,
    label: { en: 'Skin, hair or nails', he: 'עור, שיער או ציפורניים', ar: 'الجلد أو الشعر أو الأظافر', es: 'Piel, pelo o uñas' },
    words: phrases({
      en: 'rash*|itch*|acne|eczema|psoriasis|mole|moles|wart*|hair loss|nail fungus|skin|hives|pimple*|dandruff|spots on _ skin|dry skin|blister*',
      he: 'פריחה|גרד|מגרד*|אקנה|אקזמה|פסוריאזיס|שומה|נקודת חן|יבלת|יבלות|נשירת שיער|פטרת|עור|בעור|העור|פצעונים|קשקשים|חרלת|אורטיקריה',
      ar: 'طفح|حكه|حب شباب|اكزيما|صدفيه|شامه|ثالول|ثاليل|تساقط _ شعر|فطريات|جلد*|بشره|بشرتي|بثور|قشره|شري',
      es: 'erupcion*|sarpullido|picor|picazon|acne|eccema|psoriasis|lunar|verruga*|caida del pelo|caida del cabello|hongos|piel|urticaria|granos|caspa|ronchas',
    }),
  },
  {
    specialty: 'Cardiology',
    weight: 1,
    source,
    label: { en: 'Heart or blood pressure', he: 'לב או לחץ דם', ar: 'القلب أو ضغط الدم', es: 'Corazón o tensión arterial' },
    words: phrases({
      en: 'heart|blood pressure|hypertension|palpitation*|cholesterol|pacemaker|stent|atrial fibrillation|ecg|ekg|echocardiogra*|ankles swell*|swollen ankles|cardiolog*',
      he: 'לב|הלב|לחץ דם|יתר לחץ דם|דפיקות לב|כולסטרול|קוצב|סטנט|פרפור|אקג|א.ק.ג|אקו לב|קרדיולוג*|צנתור',
      ar: 'قلب|قلبي|ضغط دم|ضغط مرتفع|ارتفاع ضغط|خفقان|كولسترول|كوليسترول|منظم قلب|دعامه|رجفان|تخطيط قلب|قسطره',
      es: 'corazon|tension arterial|presion arterial|hipertension|tension alta|palpitacion*|colesterol|marcapasos|stent|fibrilacion|electrocardiograma|cardiolog*|tobillos hinchados',
    }),
  },
  {
    specialty: 'Neurology',
    weight: 1,
    source,
    label: {
      en: 'Nerves, headache or dizziness',
      he: 'עצבים, כאב ראש או סחרחורת',
      ar: 'الأعصاب أو الصداع أو الدوخة',
      es: 'Nervios, dolor de cabeza o mareo',
    },
    words: phrases({
      en: 'headache*|migraine*|epilep*|seizure*|numb*|tingling|tremor*|dizz*|vertigo|memory loss|forgetful*|parkinson*|multiple sclerosis|neuropath*|pins and needles',
      he: 'כאב* ראש|מיגרנ*|אפילפסיה|נימול|רעד|סחרחור*|ורטיגו|שכחה|אובדן זיכרון|פרקינסון|טרשת נפוצה|נוירופתיה|עקצוץ|נרדמ* _ יד*',
      ar: 'صداع|شقيقه|صرع|تنميل|خدر|رعشه|رجفه|دوخه|دوار|نسيان|فقدان ذاكره|باركنسون|تصلب لويحي|وخز',
      es: 'dolor de cabeza|dolores de cabeza|migran*|jaqueca*|epilep*|adormec*|hormigueo*|temblor*|mareo*|vertigo*|perdida de memoria|olvido*|parkinson|esclerosis multiple|neuropatia',
    }),
  },
  {
    specialty: 'Gastroenterology',
    weight: 1,
    source,
    label: {
      en: 'Stomach, bowel or liver',
      he: 'קיבה, מעיים או כבד',
      ar: 'المعدة أو الأمعاء أو الكبد',
      es: 'Estómago, intestino o hígado',
    },
    words: phrases({
      en: 'stomach*|heartburn|reflux|diarrh*|constipat*|bloat*|nausea|belly|abdominal|liver|hepatitis|hemorrhoid*|haemorrhoid*|piles|irritable bowel|crohn*|colitis|celiac|coeliac|indigestion|bowel*|colonoscopy',
      he: 'בטן|קיבה|צרבת|רפלוקס|שלשול*|עצירות|נפיחות בבטן|בחילה|בחילות|כבד|הפטיטיס|טחורים|מעי רגיז|מעיים|קרוהן|קוליטיס|צליאק|קולונוסקופיה|גזים',
      ar: 'معده|معدتي|بطن*|حموضه|ارتجاع|اسهال|امساك|انتفاخ بطن|انتفاخ|غثيان|كبد|بواسير|قولون|امعاء|كرون|سيلياك|عسر هضم|منظار|غازات',
      es: 'estomago|acidez|reflujo|diarrea|estrenimiento|hinchazon abdominal|gases|nauseas|barriga|abdominal|vientre|higado|hepatitis|hemorroides|almorranas|colon irritable|crohn|colitis|celiac*|digestion|colonoscopia',
    }),
  },
  {
    specialty: 'Orthopedics',
    weight: 1,
    source,
    label: {
      en: 'Bones, joints or back',
      he: 'עצמות, מפרקים או גב',
      ar: 'العظام أو المفاصل أو الظهر',
      es: 'Huesos, articulaciones o espalda',
    },
    words: phrases({
      en: 'back pain|lower back|knee*|shoulder pain|hip pain|ankle*|sprain*|fracture*|joint*|neck pain|wrist*|elbow*|tendon*|sciatica|meniscus|heel pain|shoulder',
      he: 'כאב* גב|גב תחתון|ברך|ברכיים|הברך|כתף|כאב* כתף|קרסול|נקע|שבר|מפרק|מפרקים|כאב* צוואר|שורש כף היד|מרפק|סכיאטיקה|מניסקוס|ירך|בגב|עקב',
      ar: 'الم* ظهر|ظهري|ركبه|ركبتي|كتف|كتفي|كاحل|التواء|كسر|مفصل|مفاصل|رقبه|رقبتي|رسغ|مرفق|عرق نسا|غضروف|ورك',
      es: 'dolor de espalda|espalda|lumbar|lumbago|rodilla*|hombro|cadera|tobillo|esguince*|fractura*|articulacion*|dolor de cuello|muneca|codo|tendon*|ciatica|menisco|talon',
    }),
  },
  {
    specialty: 'Psychiatry',
    weight: 1,
    source,
    label: { en: 'Mood, worry or sleep', he: 'מצב רוח, חרדה או שינה', ar: 'المزاج أو القلق أو النوم', es: 'Ánimo, ansiedad o sueño' },
    words: phrases({
      en: "depress*|anxi*|insomnia|can't sleep|panic|low mood|feeling down|stress*|bipolar|adhd|worry all|trouble sleeping|crying|burnout|sad all",
      he: 'דיכאון|חרדה|חרדות|נדודי שינה|לא _ לישון|לא ישנ*|פאניקה|מצב רוח ירוד|מצב רוח|לחץ נפשי|קשב וריכוז|עצוב*|בוכה|שחיקה|סטרס',
      ar: 'اكتئاب|مكتئب*|قلق|ارق|لا استطيع _ نوم|هلع|مزاج|توتر|ضغط نفسي|حزن|حزين*|بكاء|ابكي|فرط حركه',
      es: 'depresion|deprimid*|ansiedad|ansios*|insomnio|no puedo dormir|panico|animo bajo|animo|estres|triste*|bipolar|tdah|llorar|lloro|agotad* mental*',
    }),
  },
  {
    specialty: 'Urology',
    weight: 1,
    source,
    label: {
      en: 'Urine, kidneys or prostate',
      he: 'שתן, כליות או ערמונית',
      ar: 'البول أو الكلى أو البروستاتا',
      es: 'Orina, riñón o próstata',
    },
    words: phrases({
      en: 'urin*|pee|bladder|prostate|kidney*|erectile*|testicle*|testicular|psa|vasectomy',
      he: 'שתן|בשתן|להשתין|שלפוחית|ערמונית|פרוסטטה|כליה|כליות|אבן בכליה|אין אונות|זקפה|אשך|אשכים',
      ar: 'بول|تبول|اتبول|مثانه|بروستات*|كليه|كلي|حصي|حصوه|انتصاب|خصيه',
      es: 'orin*|vejiga|prostata|rinon*|calculo* renal*|ereccion|testiculo*|vasectomia|piedra* _ rinon',
    }),
  },
  {
    specialty: 'Gynecology',
    weight: 1.5,
    source,
    label: {
      en: 'Women’s health or pregnancy',
      he: 'בריאות האישה או היריון',
      ar: 'صحة المرأة أو الحمل',
      es: 'Salud de la mujer o embarazo',
    },
    words: phrases({
      en: 'period|periods|menstrua*|vagina*|pregnan*|contracept*|birth control|menopaus*|hot flushes|hot flashes|pap smear|ovar*|uter*|iud|breastfeed*|endometriosis|pms|miscarriage',
      he: 'מחזור|וסת|ווסת|נרתיק|בנרתיק|היריון|הריון|בהריון|בהיריון|גלולות|מניעה|גיל המעבר|גלי חום|פאפ|שחלה|שחלות|רחם|התקן|הנקה|אנדומטריוזיס|הפרשות',
      ar: 'دوره شهريه|دورتي|حيض|طمث|مهبل*|حامل|حمل|منع حمل|حبوب منع|سن ياس|هبات ساخنه|مبيض|مبايض|رحم|لولب|رضاعه|افرازات',
      es: 'regla|menstrua*|periodo*|vagina*|embaraz*|anticoncept*|menopausia|sofocos|citologia|ovario*|utero|diu|lactancia|endometriosis|flujo',
    }),
  },
  {
    specialty: 'Ophthalmology',
    weight: 1.5,
    source,
    label: { en: 'Eyes or sight', he: 'עיניים או ראייה', ar: 'العينان أو البصر', es: 'Ojos o vista' },
    words: phrases({
      en: 'eye|eyes|vision|eyesight|blurr*|cataract*|glaucoma|conjunctivitis|glasses|eyelid*|stye|dry eyes|contact lens*',
      he: 'עין|עיניים|בעין|העין|העיניים|ראייה|הראייה|מטושטש*|קטרקט|ירוד|גלאוקומה|דלקת עיניים|משקפיים|עפעף|שעורה|עדשות מגע',
      ar: 'عين|عيني|عيون|عيناي|بصر|رويه|نظر|نظري|ضبابيه|ضبابي|ساد|جلوكوما|رمد|ملتحمه|نظاره|جفن|عدسات',
      es: 'ojo|ojos|vision|vista|borros*|catarata*|glaucoma|conjuntivitis|gafas|lentes|parpado*|orzuelo|lentillas',
    }),
  },
  {
    specialty: 'Otolaryngology',
    weight: 1.2,
    source,
    label: { en: 'Ear, nose or throat', he: 'אף, אוזן או גרון', ar: 'الأنف أو الأذن أو الحنجرة', es: 'Oído, nariz o garganta' },
    words: phrases({
      en: 'ear|ears|earache|hearing|tinnitus|ringing|sinus*|nose|nosebleed*|sore throat|tonsil*|hoarse*|snor*|blocked nose|throat|smell',
      he: 'אוזן|אוזניים|באוזן|האוזן|שמיעה|טינטון|צפצופים|סינוס*|אף|באף|האף|גרון|בגרון|הגרון|שקדים|צרידות|צרוד*|נחירות|חוש ריח',
      ar: 'اذن|اذني|سمع|طنين|جيوب|جيوب انفيه|انف|انفي|رعاف|حلق|حلقي|التهاب حلق|لوز|لوزتين|بحه|شخير|شم',
      es: 'oido*|oreja|audicion|zumbido*|acufeno*|sinusitis|nariz|garganta|amigdala*|anginas|ronquera|ronquido*|ronco|olfato|taponad*',
    }),
  },
  {
    specialty: 'Endocrinology',
    weight: 1.2,
    source,
    label: {
      en: 'Sugar, thyroid or hormones',
      he: 'סוכר, בלוטת התריס או הורמונים',
      ar: 'السكر أو الغدة الدرقية أو الهرمونات',
      es: 'Azúcar, tiroides u hormonas',
    },
    words: phrases({
      en: 'diabet*|thyroid*|insulin|hormone*|blood sugar|hba1c|a1c|metformin|glucose|testosterone|pituitary|ozempic',
      he: 'סוכרת|סוכרתי*|בלוטת התריס|תריס|אינסולין|הורמונ*|סוכר|המוגלובין מסוכרר|מטפורמין|גלוקוז|טסטוסטרון',
      ar: 'سكري|سكر|غده درقيه|درقيه|انسولين|هرمون*|ميتفورمين|تراكمي|جلوكوز|تستوستيرون',
      es: 'diabet*|tiroid*|insulina|hormona*|azucar|hemoglobina glicosilada|metformina|glucosa|testosterona',
    }),
  },
  {
    specialty: 'Pulmonology',
    weight: 1,
    source,
    label: { en: 'Lungs or cough', he: 'ריאות או שיעול', ar: 'الرئتان أو السعال', es: 'Pulmones o tos' },
    words: phrases({
      en: 'asthma*|copd|inhaler*|wheez*|lung*|cough*|sleep apn*|cpap|bronchi*|emphysema|phlegm|spirometry',
      he: 'אסטמה|אסתמה|משאף|משאפים|צפצופים בנשימה|ריאה|ריאות|שיעול|משתעל*|דום נשימה|ברונכיט*|ליחה|ספירומטריה',
      ar: 'ربو|بخاخ*|صفير|رئه|رئتين|سعال|كحه|اسعل|انقطاع نفس|التهاب قصبات|بلغم',
      es: 'asma|asmatic*|epoc|inhalador*|sibilancia*|pitidos|pulmon*|tos|toso|apnea|bronquitis|flema*|espirometria',
    }),
  },
  {
    specialty: 'Allergy and immunology',
    weight: 1.2,
    source,
    label: { en: 'Allergy', he: 'אלרגיה', ar: 'الحساسية', es: 'Alergia' },
    words: phrases({
      en: 'allerg*|hay fever|pollen|peanut*|antihistamine*|sneez*|bee sting*',
      he: 'אלרגי*|קדחת השחת|אבקנים|פריחת הזית|בוטנים|אנטיהיסטמין|מתעטש*|עיטוש*|עקיצת דבורה',
      ar: 'حساسيه|حمي قش|غبار طلع|فول سوداني|مضاد هيستامين|عطاس|اعطس|لسعه نحل*',
      es: 'alerg*|fiebre del heno|polen|cacahuete*|mani|antihistaminico*|estornud*|picadura de abeja',
    }),
  },
  {
    specialty: 'Rheumatology',
    weight: 1.2,
    source,
    label: { en: 'Inflamed joints', he: 'מפרקים מודלקים', ar: 'التهاب المفاصل', es: 'Articulaciones inflamadas' },
    words: phrases({
      en: 'arthritis|rheumat*|gout|lupus|fibromyalg*|joints _ stiff|morning stiffness|stiff joints|swollen joints',
      he: 'דלקת מפרקים|דלקת פרקים|שיגדון|גאוט|זאבת|לופוס|פיברומיאלגיה|נוקשות בוקר|מפרקים נפוחים|ראומט*',
      ar: 'التهاب مفاصل|روماتيزم|نقرس|ذئبه|فيبروميالجيا|تيبس صباحي|مفاصل متورمه|روماتويد',
      es: 'artritis|reuma*|gota|lupus|fibromialgia|rigidez matutina|articulaciones hinchadas|articulaciones inflamadas',
    }),
  },
  {
    specialty: 'Dentistry',
    weight: 1.5,
    source,
    label: { en: 'Teeth or gums', he: 'שיניים או חניכיים', ar: 'الأسنان أو اللثة', es: 'Dientes o encías' },
    words: phrases({
      en: 'tooth*|teeth|dental|dentist|gum|gums|wisdom tooth|filling|cavity|root canal',
      he: 'שן|שיניים|השן|בשן|שן בינה|חניכיים|סתימה|טיפול שורש|רופא שיניים',
      ar: 'سن|اسنان|ضرس|ضرسي|لثه|حشوه|عصب سن|تسوس|طبيب اسنان',
      es: 'diente*|muela*|dental|dentista|encia*|empaste|caries|endodoncia',
    }),
  },
  {
    specialty: 'General practice',
    weight: 0.5,
    source,
    label: { en: 'A general matter', he: 'עניין כללי', ar: 'أمر عام', es: 'Un asunto general' },
    words: phrases({
      en: 'cold|flu|prescription*|repeat prescription|sick note|blood test*|vaccin*|tired*|fatigue|check-up|checkup|fever|general advice|travel|renew*|results|referral|certificate',
      he: 'הצטננות|צינון|שפעת|מרשם|מרשמים|אישור מחלה|בדיקות דם|בדיקת דם|חיסון|חיסונים|עייף|עייפה|עייפות|חולשה כללית|חום|חידוש|הפניה|תוצאות|אישור רפואי',
      ar: 'زكام|رشح|انفلونزا|وصفه|وصفات|اجازه مرضيه|فحص دم|فحوصات دم|تطعيم*|لقاح*|تعب|ارهاق|متعب*|حمي|تجديد|تحويل|نتائج|شهاده',
      es: 'resfriado|gripe|receta*|baja medica|baja laboral|analisis de sangre|analitica|vacuna*|cansad*|cansancio|fatiga|fiebre|chequeo|revision|renovar|resultados|volante|certificado|catarro',
    }),
  },
]
