"""The names of namespaces: MediaWiki's canonical ones, and those of common languages with their older forms.

Each is a number and a name; https://www.mediawiki.org/wiki/Manual:Namespace says what the numbers are.
"""

CANONICAL = (
    "-2 Media|-1 Special|1 Talk|2 User|3 User talk|4 Project|5 Project talk|6 File|6 Image|7 File talk"
    "|7 Image talk|8 MediaWiki|9 MediaWiki talk|10 Template|11 Template talk|12 Help|13 Help talk"
    "|14 Category|15 Category talk|710 TimedText|711 TimedText talk|828 Module|829 Module talk"
)

# By the first part of a BCP 47 tag.
LOCALISED = {
    "ar": (
        "-2 ميديا|-2 وسائط|-1 خاص|1 نقاش|2 مستخدم|2 مستخدمة|3 نقاش المستخدم|4 ويكيبيديا|5 نقاش ويكيبيديا"
        "|6 ملف|6 صورة|7 نقاش الملف|8 ميدياويكي|10 قالب|11 نقاش القالب|12 مساعدة|13 نقاش المساعدة|14 تصنيف"
        "|15 نقاش التصنيف"
    ),
    "bg": (
        "-2 Медия|-1 Специални|1 Беседа|2 Потребител|3 Потребител беседа|4 Уикипедия|5 Уикипедия беседа"
        "|6 Файл|6 Картинка|7 Файл беседа|8 МедияУики|9 МедияУики беседа|10 Шаблон|11 Шаблон беседа"
        "|12 Помощ|13 Помощ беседа|14 Категория|15 Категория беседа"
    ),
    "ca": (
        "-1 Especial|1 Discussió|2 Usuari|2 Usuària|3 Usuari Discussió|4 Viquipèdia|5 Viquipèdia Discussió"
        "|6 Fitxer|6 Imatge|7 Fitxer Discussió|10 Plantilla|11 Plantilla Discussió|12 Ajuda"
        "|13 Ajuda Discussió|14 Categoria|15 Categoria Discussió"
    ),
    "cs": (
        "-2 Média|-1 Speciální|1 Diskuse|2 Uživatel|2 Wikipedista|2 Wikipedistka|3 Diskuse s uživatelem"
        "|3 Diskuse s wikipedistou|4 Wikipedie|5 Diskuse k Wikipedii|6 Soubor|7 Diskuse k souboru"
        "|10 Šablona|11 Diskuse k šabloně|12 Nápověda|13 Diskuse k nápovědě|14 Kategorie"
        "|15 Diskuse ke kategorii"
    ),
    "da": (
        "-1 Speciel|1 Diskussion|2 Bruger|3 Brugerdiskussion|5 Wikipedia-diskussion|6 Fil|6 Billede"
        "|7 Fildiskussion|10 Skabelon|11 Skabelondiskussion|12 Hjælp|13 Hjælp-diskussion|14 Kategori"
        "|15 Kategoridiskussion"
    ),
    "de": (
        "-2 Medium|-1 Spezial|1 Diskussion|2 Benutzer|2 Benutzerin|3 Benutzer Diskussion"
        "|3 Benutzerin Diskussion|5 Wikipedia Diskussion|6 Datei|6 Bild|7 Datei Diskussion"
        "|7 Bild Diskussion|9 MediaWiki Diskussion|10 Vorlage|11 Vorlage Diskussion|12 Hilfe"
        "|13 Hilfe Diskussion|14 Kategorie|15 Kategorie Diskussion"
    ),
    "el": (
        "-2 Μέσο|-1 Ειδικό|1 Συζήτηση|2 Χρήστης|3 Συζήτηση χρήστη|4 Βικιπαίδεια|5 Συζήτηση Βικιπαίδεια"
        "|6 Αρχείο|6 Εικόνα|7 Συζήτηση αρχείου|10 Πρότυπο|11 Συζήτηση προτύπου|12 Βοήθεια"
        "|13 Συζήτηση βοήθειας|14 Κατηγορία|15 Συζήτηση κατηγορίας"
    ),
    "eo": (
        "-2 Aŭdvidaĵo|-1 Specialaĵo|1 Diskuto|2 Uzanto|2 Vikipediisto|3 Uzanto-Diskuto|4 Vikipedio"
        "|5 Vikipedia diskuto|6 Dosiero|7 Dosiero-Diskuto|10 Ŝablono|11 Ŝablono-Diskuto|12 Helpo"
        "|13 Helpo-Diskuto|14 Kategorio|15 Kategorio-Diskuto"
    ),
    "es": (
        "-2 Medio|-1 Especial|1 Discusión|2 Usuario|2 Usuaria|3 Usuario discusión|3 Usuaria discusión"
        "|5 Wikipedia discusión|6 Archivo|6 Imagen|7 Archivo discusión|10 Plantilla|11 Plantilla discusión"
        "|12 Ayuda|13 Ayuda discusión|14 Categoría|15 Categoría discusión"
    ),
    "fa": (
        "-2 مدیا|-2 رسانه|-1 ویژه|1 بحث|2 کاربر|3 بحث کاربر|4 ویکی‌پدیا|5 بحث ویکی‌پدیا|6 پرونده|6 تصویر"
        "|7 بحث پرونده|8 مدیاویکی|10 الگو|11 بحث الگو|12 راهنما|13 بحث راهنما|14 رده|15 بحث رده"
    ),
    "fi": (
        "-1 Toiminnot|1 Keskustelu|2 Käyttäjä|3 Keskustelu käyttäjästä|5 Keskustelu Wikipediasta"
        "|6 Tiedosto|6 Kuva|7 Keskustelu tiedostosta|8 Järjestelmäviesti|10 Malline"
        "|11 Keskustelu mallineesta|12 Ohje|13 Keskustelu ohjeesta|14 Luokka|15 Keskustelu luokasta"
    ),
    "fr": (
        "-2 Média|-1 Spécial|1 Discussion|2 Utilisateur|2 Utilisatrice|3 Discussion utilisateur"
        "|3 Discussion utilisatrice|4 Wikipédia|5 Discussion Wikipédia|4 Wiktionnaire|6 Fichier"
        "|7 Discussion fichier|9 Discussion MediaWiki|10 Modèle|11 Discussion modèle|12 Aide"
        "|13 Discussion aide|14 Catégorie|15 Discussion catégorie"
    ),
    "he": (
        "-2 מדיה|-1 מיוחד|1 שיחה|2 משתמש|2 משתמשת|3 שיחת משתמש|4 ויקיפדיה|5 שיחת ויקיפדיה|6 קובץ|6 תמונה"
        "|7 שיחת קובץ|8 מדיה ויקי|10 תבנית|11 שיחת תבנית|12 עזרה|13 שיחת עזרה|14 קטגוריה|15 שיחת קטגוריה"
    ),
    "hi": (
        "-2 मीडिया|-1 विशेष|1 वार्ता|2 सदस्य|3 सदस्य वार्ता|4 विकिपीडिया|5 विकिपीडिया वार्ता|6 चित्र"
        "|7 चित्र वार्ता|10 साँचा|11 साँचा वार्ता|12 सहायता|13 सहायता वार्ता|14 श्रेणी|15 श्रेणी वार्ता"
    ),
    "hu": (
        "-2 Média|-1 Speciális|1 Vita|2 Szerkesztő|3 Szerkesztővita|4 Wikipédia|5 Wikipédia-vita|6 Fájl"
        "|6 Kép|7 Fájlvita|10 Sablon|11 Sablonvita|12 Segítség|13 Segítségvita|14 Kategória"
        "|15 Kategóriavita"
    ),
    "id": (
        "-1 Istimewa|1 Pembicaraan|2 Pengguna|3 Pembicaraan Pengguna|5 Pembicaraan Wikipedia|6 Berkas"
        "|6 Gambar|7 Pembicaraan Berkas|10 Templat|11 Pembicaraan Templat|12 Bantuan"
        "|13 Pembicaraan Bantuan|14 Kategori|15 Pembicaraan Kategori"
    ),
    "it": (
        "-1 Speciale|1 Discussione|2 Utente|3 Discussioni utente|5 Discussioni Wikipedia|6 File|6 Immagine"
        "|7 Discussioni file|10 Template|11 Discussioni template|12 Aiuto|13 Discussioni aiuto"
        "|14 Categoria|15 Discussioni categoria"
    ),
    "ja": (
        "-2 メディア|-1 特別|1 ノート|1 トーク|2 利用者|3 利用者‐会話|3 利用者・トーク|5 Wikipedia‐ノート"
        "|6 ファイル|6 画像|7 ファイル‐ノート|7 画像‐ノート|10 テンプレート|11 Template‐ノート|12 ヘルプ"
        "|13 Help‐ノート|14 カテゴリ|15 Category‐ノート"
    ),
    "ko": (
        "-2 미디어|-1 특수|-1 특수기능|1 토론|2 사용자|3 사용자토론|4 위키백과|5 위키백과토론|6 파일"
        "|6 그림|7 파일토론|8 미디어위키|10 틀|11 틀토론|12 도움말|13 도움말토론|14 분류|15 분류토론"
    ),
    "nb": (
        "-2 Medium|-1 Spesial|1 Diskusjon|2 Bruker|3 Brukerdiskusjon|5 Wikipedia-diskusjon|6 Fil|6 Bilde"
        "|7 Fildiskusjon|10 Mal|11 Maldiskusjon|12 Hjelp|13 Hjelpdiskusjon|14 Kategori"
        "|15 Kategoridiskusjon"
    ),
    "nl": (
        "-1 Speciaal|1 Overleg|2 Gebruiker|3 Overleg gebruiker|5 Overleg Wikipedia|6 Bestand|6 Afbeelding"
        "|7 Overleg bestand|10 Sjabloon|11 Overleg sjabloon|12 Help|13 Overleg help|14 Categorie"
        "|15 Overleg categorie"
    ),
    "pl": (
        "-1 Specjalna|1 Dyskusja|2 Wikipedysta|2 Wikipedystka|2 Użytkownik|3 Dyskusja wikipedysty"
        "|3 Dyskusja użytkownika|5 Dyskusja Wikipedii|6 Plik|6 Grafika|7 Dyskusja pliku|10 Szablon"
        "|11 Dyskusja szablonu|12 Pomoc|13 Dyskusja pomocy|14 Kategoria|15 Dyskusja kategorii"
    ),
    "pt": (
        "-2 Multimédia|-1 Especial|1 Discussão|2 Usuário|2 Utilizador|2 Usuária|2 Utilizadora"
        "|3 Usuário Discussão|3 Utilizador Discussão|4 Wikipédia|5 Wikipédia Discussão|6 Ficheiro"
        "|6 Arquivo|6 Imagem|7 Ficheiro Discussão|10 Predefinição|11 Predefinição Discussão|12 Ajuda"
        "|13 Ajuda Discussão|14 Categoria|15 Categoria Discussão"
    ),
    "ro": (
        "-1 Special|1 Discuție|2 Utilizator|3 Discuție Utilizator|5 Discuție Wikipedia|6 Fișier|6 Imagine"
        "|7 Discuție Fișier|10 Format|11 Discuție Format|12 Ajutor|13 Discuție Ajutor|14 Categorie"
        "|15 Discuție Categorie"
    ),
    "ru": (
        "-2 Медиа|-1 Служебная|1 Обсуждение|2 Участник|2 Участница|3 Обсуждение участника"
        "|3 Обсуждение участницы|4 Википедия|5 Обсуждение Википедии|6 Файл|6 Изображение"
        "|7 Обсуждение файла|10 Шаблон|11 Обсуждение шаблона|12 Справка|13 Обсуждение справки|14 Категория"
        "|15 Обсуждение категории"
    ),
    "sr": (
        "-2 Медиј|-1 Посебно|1 Разговор|2 Корисник|3 Разговор са корисником|4 Википедија"
        "|5 Разговор о Википедији|6 Датотека|6 Слика|7 Разговор о датотеци|10 Шаблон|11 Разговор о шаблону"
        "|12 Помоћ|13 Разговор о помоћи|14 Категорија|15 Разговор о категорији"
    ),
    "sv": (
        "-1 Special|1 Diskussion|2 Användare|3 Användardiskussion|5 Wikipediadiskussion|6 Fil|6 Bild"
        "|7 Fildiskussion|10 Mall|11 Malldiskussion|12 Hjälp|13 Hjälpdiskussion|14 Kategori"
        "|15 Kategoridiskussion"
    ),
    "tr": (
        "-2 Medya|-2 Ortam|-1 Özel|1 Tartışma|2 Kullanıcı|3 Kullanıcı mesaj|4 Vikipedi|5 Vikipedi tartışma"
        "|6 Dosya|6 Resim|7 Dosya tartışma|10 Şablon|11 Şablon tartışma|12 Yardım|13 Yardım tartışma"
        "|14 Kategori|15 Kategori tartışma"
    ),
    "uk": (
        "-2 Медіа|-1 Спеціальна|1 Обговорення|2 Користувач|2 Користувачка|3 Обговорення користувача"
        "|4 Вікіпедія|5 Обговорення Вікіпедії|6 Файл|6 Зображення|7 Обговорення файлу|10 Шаблон"
        "|11 Обговорення шаблону|12 Довідка|13 Обговорення довідки|14 Категорія|15 Обговорення категорії"
    ),
    "vi": (
        "-2 Phương tiện|-1 Đặc biệt|1 Thảo luận|2 Thành viên|3 Thảo luận Thành viên|5 Thảo luận Wikipedia"
        "|6 Tập tin|6 Hình|7 Thảo luận Tập tin|10 Bản mẫu|11 Thảo luận Bản mẫu|12 Trợ giúp"
        "|13 Thảo luận Trợ giúp|14 Thể loại|15 Thảo luận Thể loại"
    ),
    "zh": (
        "-2 媒体|-2 媒體|-1 特殊|1 讨论|1 討論|2 用户|2 用戶|2 使用者|3 用户讨论|3 使用者討論|4 维基百科"
        "|4 維基百科|6 文件|6 档案|6 檔案|6 图像|6 圖像|7 文件讨论|7 檔案討論|10 模板|10 样板|10 樣板"
        "|11 模板讨论|11 模板討論|12 帮助|12 幫助|12 使用說明|13 帮助讨论|14 分类|14 分類|15 分类讨论"
        "|15 分類討論"
    ),
}
