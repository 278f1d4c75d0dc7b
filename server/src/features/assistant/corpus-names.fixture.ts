// Names for the corpus from other sources than the remover's own lists. English and Spanish: the patients and practitioners of the Synthea sample data
// (Apache-2.0). Hebrew and Arabic: written down for the corpus without looking at the lists. How many of them the lists have too is part of the figures.
import type { Tongue } from './corpus-sentences.fixture.ts'

export const namesOf: Record<Tongue, { given: readonly string[]; family: readonly string[] }> = {
  en: {
    given: listed(
      'Alberto Alfreda Andre Antonia Arron Benedict Blake Brett Buster Carla Cedrick Chet Claudie Damion Elmo Enda Felicitas Freda Giovanni Gregg Jeri Jonah Karlyn Kermit Leanne Levi Lisbeth Loren Macie Mariam Merle Miquel Noe Peggie Pete Quentin Rachael Sara Sharyl Shauna Trenton Tyron Valentin Waldo Wendy Wiley Zachary',
    ),
    family: listed(
      "Armstrong Bauch Beahan Bradtke Deckow Dibbert Donnelly Eichmann Fay Frami Gleason Gottlieb Greenfelder Hansen Hessel Hettinger Hilpert Hirthe Hoeger Jacobi Jakubowski Johns Kassulke Keeling Kub Kutch Lindgren Littel McDermott Moen O'Connell Powlowski Reichert Rogahn Runte Schaefer Schamberger Schneider Schroeder Stark Torphy Trantow Turner Walsh Williamson Wisoky Wyman",
    ),
  },
  es: {
    given: listed(
      'Adán Agustín Alberto Antonia Clara Felicitas Carla Noe Valentín Sara Mariam Ximena Lautaro Saturnino Fermín Benigno Eulalia Genoveva Teodora Macarena Rocío Nazaret Abel Edmundo Casilda Iratxe Gorka Aitana Candela Thiago Renata Jimena Leandro Silvina Graciela Osvaldo Nélida Rigoberto Wilmer Yesenia',
    ),
    family: listed(
      'Angulo Atencio Echevarría Fonseca Montañez Ortiz Portillo Urquiza Landaburu Goicoechea Pujol Ferrer Casanova Ocampo Bustamante Lizárraga Huamán Quispe Mamani Cárdenas Villalobos Arancibia Sepúlveda Carrasco Larraín Etxeberria Zabala Otero Castiñeira Bermúdez',
    ),
  },
  he: {
    given: listed(
      'אביגיל אדווה אופק אילת איתמר אליעזר אמנון אסנת בת-אל גאולה גדעון גילה דבורה דגנית הלל זאב זיוה חגית חנוך טובה יאיר ידידיה יואב יוכבד ינון כרמית לימור מאור מלכה מנחם נחום נחמיה סיגלית עובדיה עמיחי עקיבא פנחס צביקה צפורה קובי רותם רחלי שולמית שמעון שרית תהילה בתיה פרומה מנדל זלמן',
    ),
    family: listed(
      'אבוטבול אברמוביץ׳ אדלשטיין אלבז אלמוג בוזגלו ביבי בן-שושן ברקוביץ׳ גוטמן גולדשטיין גרינברג דרעי הורוביץ וינברג ויצמן זילברמן זכאי חזקיהו טננבאום ינאי כהנא לנדאו מוסקוביץ׳ נחמיאס סבג סויסה עטר פינקלשטיין פרידלנדר צדוק קורן קפלן רבינוביץ׳ רוזנטל שוורץ שטרן שרעבי תורג׳מן אסייג',
    ),
  },
  ar: {
    given: listed(
      'إسراء آمنة أنور بشير جمانة جواهر حنين خولة دعاء ربى رهف زهير سجى سلمان سندس شاكر صفية ضرغام طارق عبلة عدنان عروب غيث فايز فدوى قصي كوثر لؤي لمى ليث مأمون مجدي محاسن مرام مؤيد نائل نهى نور الهدى هشام وائل وجدان يزن يمنى رؤى ميسون باسمة تغريد حازم إخلاص نبيلة',
    ),
    family: listed(
      'أبو سالم الأسعد البرغوثي الجعبري الحلو الخالدي الدجاني الرفاعي الزعبي السويطي الشوا الصالحي الطيبي العبادي الغزاوي الفاخوري القواسمي الكيلاني اللحام المجالي النشاشيبي الهندي اليازجي بشناق جرار حمدالله خلايلة دراوشة ريان زغول سنونو صوالحة طوقان عريقات قعوار كنفاني محاجنة ناشف هنية ياسين',
    ),
  },
}

/** The words of a line; a particle goes with what follows it. */
function listed(line: string): string[] {
  return line.replace(/(?<!\p{L})(أبو|نور) /gu, '$1\u00a0').split(' ')
}
