/*
 * Sixty names that are hard to set: each script that is likely at a conference, very long and very
 * short ones, single names, titles, each mark. All people are invented.
 */
#ifndef LANYARD_TESTS_HARD_NAMES_H
#define LANYARD_TESTS_HARD_NAMES_H

#include "tests/printer/samples.h"

#define HEAD "H", "Head of delegation", 0x5B2A86
#define DELEGATE "D", "Delegate", 0x0F4C5C
#define ORGANISATION "I", "International organisation", 0x1B5E9B
#define OBSERVER "O", "Observer", 0x8A5A00
#define PRESS "P", "Press", 0xE8C547
#define SECRETARIAT "S", "Secretariat", 0x0B6E3B
#define STAFF "T", "Host staff", 0x51606E
#define SECURITY "X", "Security", 0x2B2B2B
#define DRIVER "V", "Driver", 0x7A4B2A
#define GUEST "G", "Guest with escort", 0xC77700

static const struct sample hard_names[] = {
    /* Cyrillic with the letters of Tajik, Kazakh, Kyrgyz, Mongolian, Serbian, Ukrainian */
    {HEAD, "Rahimova", "Dilnoza", "Раҳимова Дилноза Ғафурҷоновна", "Tajikistan", "TJ",
     "Minister of Energy and Water Resources", 1042, 1, .photo = true},
    {DELEGATE, "Ҷӯразода", "Шаҳриёр", "", "Ҷумҳурии Тоҷикистон", "TJ",
     "Сардори раёсати ҳамкориҳои байналмилалӣ", 1043, 1, .photo = false},
    {DELEGATE, "Äbdräşidova", "Qarlyğaş", "Әбдірәшидова Қарлығаш Өмірзаққызы", "Kazakhstan", "KZ",
     "Deputy Chair of the Committee on Water Resources", 1044, 1, .photo = true},
    {DELEGATE, "Mamytbekov", "Üsön", "Мамытбеков Үсөн Эсенгелдиевич", "Kyrgyzstan", "KG",
     "Chief Hydrologist", 1045, 1, .photo = false},
    {OBSERVER, "Batjargal", "Mönkhtsetseg", "Батжаргалын Мөнхцэцэг", "Mongolia", "MN",
     "State Secretary", 1046, 1, .photo = true},
    {DELEGATE, "Đorđević-Šćekić", "Ljubomir", "Љубомир Ђорђевић-Шћекић", "Serbia", "RS",
     "Ambassador Extraordinary and Plenipotentiary", 1047, 1, .photo = false},
    {HEAD, "Konstantinopolskaya", "Yevgeniya", "Константинопольская Евгения Александровна",
     "Russian Federation", "RU", "Заместитель Министра природных ресурсов и экологии", 1048, 1,
     .photo = true},
    {DELEGATE, "Shcherbytskyi", "Yaroslav-Volodymyr", "Щербицький Ярослав-Володимир Їжакевич",
     "Ukraine", "UA", "First Counsellor", 1049, 1, .photo = false},
    /* Arabic, Persian, Urdu, Pashto, Hebrew */
    {DELEGATE, "Al-Khatib", "Mohammed Yousef", "محمد يوسف الخطيب", "Jordan", "JO",
     "Director, Department of Transboundary Waters", 1050, 1, .photo = true},
    {HEAD, "Al Nahyan Al Qasimi", "Sheikha Lubna bint Khalid",
     "الشيخة لبنى بنت خالد آل نهيان القاسمي", "United Arab Emirates", "AE",
     "Minister of State for International Cooperation", 1051, 1, .photo = true},
    {DELEGATE, "Hosseinzadeh", "Shirin", "شیرین حسین‌زاده",
     "Islamic Republic of Iran", "IR", "First Secretary", 1052, 1, .photo = false},
    {DELEGATE, "Qureshi", "Khadija", "خدیجہ بیگم قریشی", "Pakistan", "PK",
     "Joint Secretary, Ministry of Climate Change", 1053, 1, .photo = true},
    {GUEST, "Wardak", "Zarghuna", "زرغونه وردګ", "Afghanistan", "AF", "Engineer", 1054, 1,
     .escort = true},
    {PRESS, "Ben-Shushan", "Noa", "נועה בן־שושן", "Israel", "IL", "Photographer", 1055, 1,
     .one_day = true},
    /* Greek, Armenian, Georgian */
    {DELEGATE, "Papadimitropoulou", "Aikaterini", "Αικατερίνη Παπαδημητροπούλου", "Greece", "GR",
     "Director-General for Water", 1056, 1, .photo = true},
    {DELEGATE, "Ter-Petrosyan", "Hripsime", "Հռիփսիմե Տեր-Պետրոսյան", "Armenia", "AM",
     "Head of Division", 1057, 1, .photo = false},
    {DELEGATE, "Javakhishvili", "Ketevan", "ქეთევან ჯავახიშვილი", "Georgia", "GE",
     "Deputy Minister of Environmental Protection and Agriculture", 1058, 1, .photo = true},
    /* Devanagari, Bengali, Tamil, Sinhala, Thai, Khmer, Lao, Myanmar */
    {DELEGATE, "Chaturvedi", "Kṛṣṇakumārī", "कृष्णकुमारी चतुर्वेदी", "India", "IN",
     "Joint Secretary (International Cooperation)", 20451, 1, .photo = true},
    {DELEGATE, "Shrestha", "Bhṛkuṭī", "भृकुटी श्रेष्ठ", "Nepal", "NP", "Under-Secretary", 1059, 1,
     .photo = false},
    {DELEGATE, "Bandyopadhyay", "Śrabaṇī", "শ্রাবণী বন্দ্যোপাধ্যায়", "Bangladesh", "BD",
     "Additional Chief Engineer, Water Development Board", 1060, 1, .photo = true},
    {SECRETARIAT, "Subramaniam", "Meenakshisundaram", "மீனாட்சிசுந்தரம் சுப்பிரமணியம்", "", "",
     "Rapporteur", 1061, 1, .photo = false},
    {OBSERVER, "Wickramasinghe", "Nilanthi",
     "නිලන්ති වික්‍රමසිංහ", "Sri Lanka", "LK", "Professor",
     1062, 1, .photo = true},
    {DELEGATE, "Sirivadhanabhakdi", "Chutima", "ชุติมา สิริวัฒนภักดี", "Thailand", "TH",
     "Deputy Director-General, Office of the National Water Resources", 1063, 1, .photo = false},
    {DELEGATE, "Chea", "Sreymom", "ជា ស្រីមុំ", "Cambodia", "KH", "Deputy Governor", 1064, 1,
     .photo = true},
    {DELEGATE, "Phommavongsa", "Bounthavy", "ບຸນທະວີ ພົມມະວົງສາ", "Lao PDR", "LA",
     "Secretary-General, National Mekong Committee", 1065, 1, .photo = false},
    {OBSERVER, "Aye Aye Thant", "", "အေးအေးသန့်", "Myanmar", "MM", "Hydrologist", 1066, 1,
     .photo = false},
    /* Ethiopic, Tibetan */
    {DELEGATE, "Woldemariam", "Tsigereda", "ጽጌረዳ ወልደማርያም", "Ethiopia", "ET", "Director", 1067, 1,
     .photo = true},
    {DELEGATE, "Dorji", "Tshering", "ཚེ་རིང་རྡོ་རྗེ།", "Bhutan", "BT", "Dasho", 1068, 1, .photo = false},
    /* Han of four countries, kana, hangul */
    {HEAD, "Ouyang", "Meiling", "欧阳美玲", "China", "CN",
     "Deputy Director-General, Ministry of Water Resources", 1069, 1, .photo = true},
    {PRESS, "Huang", "Chih-hsien", "黃志賢", "Hong Kong, China", "HK", "Correspondent", 1070, 1,
     .photo = false},
    {DELEGATE, "Shimizu", "Ryūnosuke", "清水 龍之介", "Japan", "JP",
     "Director, Water Resources Department", 1071, 1, .photo = true},
    {STAFF, "Takahashi", "Sakura", "たかはし さくら", "", "", "Interpreter", 1072, 1,
     .photo = false},
    {OBSERVER, "Nam", "Seo-yeon", "남서연", "Republic of Korea", "KR", "Senior Researcher",
     4294967295U, 1, .photo = false},
    {DELEGATE, "Ishkhanov", "Li Wei", "哈萨克斯坦·李伟 阿不都热西提", "China", "CN",
     "Interpreter of the delegation", 1073, 1, .photo = true},
    /* long Latin names */
    {DELEGATE, "Fernández de Córdoba y Villavicencio", "María de los Ángeles Concepción", "",
     "Ecuador", "EC",
     "Asesora Principal, Dirección de Recursos Hídricos y Cooperación Internacional", 77, 1,
     .photo = true},
    {ORGANISATION, "Albuquerque Vasconcelos de Sousa e Holstein", "João Guilherme Sebastião", "",
     "Organization for Security and Co-operation in Europe", "", "Head of Programme Office", 913204,
     1, .photo = false},
    {DELEGATE, "Nunes Cavalcanti de Albuquerque", "Maria Aparecida", "", "Brazil", "BR",
     "Secretária Nacional de Segurança Hídrica", 1074, 1, .photo = true},
    {DELEGATE, "Wolfeschlegelsteinhausen-Bergerdorff", "Friederike Wilhelmine", "", "Germany", "DE",
     "Ministerialdirigentin, Bundesministerium für Umwelt, Naturschutz und nukleare Sicherheit",
     1075, 1, .photo = false},
    {DELEGATE, "Keihanaikukauakahihuliheekahaunaele", "Janice", "", "United States of America",
     "US", "Attaché", 1076, 1, .photo = true},
    {DELEGATE, "Ramanantsoalinandrianirinarison", "Heriniaina", "", "Madagascar", "MG",
     "Directeur général de l’eau", 1077, 1, .photo = false},
    {DELEGATE, "van der Wijngaardt-Oudenbosch", "Anne-Fleur", "", "Netherlands", "NL",
     "Special Envoy for International Water Affairs", 1078, 1, .photo = true},
    {DELEGATE, "Nguyễn Thị Minh", "Tuấn", "", "Viet Nam", "VN", "Deputy Head of Division", 4242, 1,
     .photo = true},
    {DELEGATE, "Ólafsdóttir", "Þórgunnur Ásdís", "", "Iceland", "IS", "Ambassador", 1079, 1,
     .photo = false},
    {DELEGATE, "Çelikoğlu-Yıldırım", "İpek Şükriye", "", "Türkiye", "TR", "Daire Başkanı", 1080, 1,
     .photo = true},
    {DELEGATE, "Gurbangulyýewa", "Ogulşirin", "", "Turkmenistan", "TM", "Consul", 1081, 1,
     .photo = false},
    {DELEGATE, "Yoʻldosheva-Toʻraqulova", "Gʻunchaoy", "", "Uzbekistan", "UZ",
     "Head of Department, Ministry of Water Management", 1082, 1, .photo = true},
    {DELEGATE, "Məmmədquluzadə", "Şəhrəbanu", "", "Azerbaijan", "AZ", "Adviser", 1083, 1,
     .photo = false},
    {PRESS, "O’Sullivan-Brânză", "Ioana", "", "Romania", "RO",
     "Photographer, Agenția Națională de Presă", 60001, 1, .one_day = true, .photo = true},
    /* short and single names, titles */
    {GUEST, "Suharto", "", "", "Indonesia", "ID", "", 512, 2, .escort = true},
    {DELEGATE, "O", "Ji", "오지", "Republic of Korea", "KR", "", 1084, 1, .photo = false},
    {DELEGATE, "", "Madonna", "", "Italy", "IT", "Goodwill Ambassador", 1085, 1, .photo = true},
    {HEAD, "H.R.H. Prince Al-Hassan bin Talal", "", "صاحب السمو الملكي الأمير الحسن بن طلال",
     "Jordan", "JO", "Chair, High-Level Panel", 1086, 1, .photo = true},
    {ORGANISATION, "Prof. Dr.-Ing. habil. von und zu Liechtenstein", "Maximilian", "", "UNESCO", "",
     "Chairholder", 1087, 1, .photo = false},
    {ORGANISATION, "Ng’ang’a", "Wanjirũ", "", "United Nations", "", "Resident Coordinator", 1088, 1,
     .photo = true},
    /* each mark, alone and together */
    {SECURITY, "Ҷӯразода", "Шаҳриёр", "", "", "", "Shift leader, north gate", 88, 3, .escort = true,
     .one_day = true},
    {DRIVER, "Karimov", "Jamshed", "Каримов Ҷамшед", "", "", "", 1089, 12, .photo = true},
    {STAFF, "Sharipova", "Madina", "Шарипова Мадина", "", "", "Registration desk", 1090, 1,
     .one_day = true},
    {ORGANISATION, "Tuấn", "Nguyễn Thị Minh", "", "United Nations", "", "Resident Coordinator",
     1091, 1, .test = true, .photo = true},
    {SECRETARIAT, "Ashurova", "Nigora", "Ашӯрова Нигора",
     "Executive Committee of the International Fund for Saving the Aral Sea", "", "", 1092, 1,
     .photo = false},
    {OBSERVER, "Jean-Baptiste Emmanuel", "Zorg", "",
     "Commission of the European Communities, Directorate-General for International Partnerships",
     "EU", "Head of Unit", 1093, 1, .photo = true},
};
#define HARD_NAME_COUNT (sizeof hard_names / sizeof hard_names[0])

_Static_assert(HARD_NAME_COUNT == 60, "the wall has sixty names");

#endif
