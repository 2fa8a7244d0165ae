"""Names in the scripts that people write them in. Each part was written for this file; nobody real is meant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Culture:
    """`families` for women and for men (the same text where the language makes no difference).

    `keeps`: share of wives who keep a family name of their own.
    """

    language: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families_women: tuple[str, ...]
    families_men: tuple[str, ...]
    keeps: float
    family_first: bool = False


def _pairs(stems: str, woman: str, man: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(s + woman for s in stems.split()), tuple(s + man for s in stems.split())


def _culture(
    language: str,
    women: str,
    men: str,
    families: str,
    *,
    endings: tuple[str, str] = ("", ""),
    keeps: float = 0.5,
    family_first: bool = False,
) -> Culture:
    of_women, of_men = _pairs(families, *endings)
    return Culture(language, tuple(women.split()), tuple(men.split()), of_women, of_men, keeps, family_first)


CULTURES: dict[str, Culture] = {
    "turkic": _culture(
        "uz",
        "Dilnoza Gulnora Malika Nargiza Sevara Zulfiya Madina Shahnoza Feruza Nilufar Kamola Laylo Mohira Ozoda "
        "Sabohat Umida Yulduz Zarina Barno Iroda Nafisa Robiya Saida Tursunoy",
        "Aziz Bekzod Davron Farhod Islom Jasur Kamol Laziz Mirzo Nodir Otabek Rustam Sanjar Temur Ulugʻbek "
        "Shavkat Zafar Anvar Bobur Doniyor Elyor Gʻayrat Husan Ravshan",
        "Karim Rahim Yusup Ibragim Tosh Nazar Qodir Sobir Umar Xolmat Ergash Murod Said Ahmed Olim Sharip "
        "Turgʻun Usmon Vohid Yoqub Ziyod Abdurahmon Botir Eshmat Hakim",
        endings=("ova", "ov"),
        keeps=0.3,
    ),
    "persian": _culture(
        "fa",
        "آناهیتا بهاره پریسا ترانه زهره ژاله سپیده شیرین فرشته گلناز لاله مهتاب میترا نازنین نسرین نیلوفر هستی "
        "یاسمن آرزو رویا سیمین مینا",
        "آرش امید بابک بهرام پویا جمشید خسرو داریوش رامین سهراب سیاوش شهرام فرهاد کامران کاوه کیان مازیار مهران "
        "نیما هومن بیژن پرویز",
        "فراهانی کرمانی شیرازی نیشابوری بلخی هراتی سمرقندی بخارایی توسی رازی کاشانی دماوندی سیستانی مروزی "
        "خراسانی گیلانی تبریزی همدانی یزدی اصفهانی لاهیجی دشتی",
        keeps=1.0,
    ),
    "kazakh": _culture(
        "kk",
        "Әсел Айгүл Ақбота Әлия Балжан Гүлмира Дана Жанар Зере Індира Қарлығаш Ләззат Мөлдір Назгүл Раушан Сәуле "
        "Толғанай Ұлжан Шолпан Айнұр",
        "Абай Арман Бауыржан Ғалым Дәурен Ерлан Жандос Қайрат Қуаныш Мұрат Нұрлан Олжас Руслан Самат Тимур Ұлан "
        "Шыңғыс Әділ Ермек Бекзат",
        "Ахмет Бектұр Досым Ержан Қасым Мұқан Оспан Үмбет Шәріп Байтас Есен Сыздық Серік Тұрсын Смағұл Омар Мұрат Асан",
        endings=("ова", "ов"),
        keeps=0.4,
    ),
    "russian": _culture(
        "ru",
        "Анна Вера Галина Дарья Екатерина Жанна Зоя Ирина Ксения Лидия Марина Надежда Ольга Полина Раиса "
        "Светлана Татьяна Ульяна Юлия Яна",
        "Алексей Борис Виктор Григорий Денис Егор Захар Иван Кирилл Леонид Максим Николай Олег Павел Роман "
        "Сергей Тарас Фёдор Юрий Яков",
        "Лебедев Соколов Морозов Волков Зайцев Орлов Громов Белов Медведев Ершов Журавлёв Калинин Ларин "
        "Мельников Носов Павлов Рыбаков Савин Тихонов Ершенов",
        endings=("а", ""),
        keeps=0.2,
    ),
    "chinese": _culture(
        "zh",
        "秀兰 丽华 晓梅 静怡 雅琴 思雨 佳颖 雪莹 慧敏 春燕 月娥 婉清 诗涵 若曦 玉珍 海燕 文静 欣然 梦瑶 素芬",
        "文杰 志强 建国 海涛 俊峰 子轩 明辉 永康 伟东 国栋 家豪 立新 少华 天宇 振宇 晓东 浩然 志远 德明 锦程",
        "周 吴 郑 冯 陈 褚 卫 蒋 沈 韩 杨 朱 秦 许 何 吕 施 张 孔 曹 严 华 金 魏 陶 姜 谢 邹 苏 潘",
        keeps=1.0,
        family_first=True,
    ),
    "arabic": _culture(
        "ar",
        "ليلى مريم فاطمة هند سلمى نور أمينة رانيا سارة ياسمين دلال خديجة زينب سعاد عبير غادة لينا منى نجلاء هالة",
        "أحمد يوسف عمر خالد سامي طارق نبيل كريم حسن بلال جابر رامي زياد صالح عادل فارس مازن ناصر هشام وليد",
        "حداد نجار خياط صباغ عطار حلاق سعيد منصور حمدان شاهين زيدان بركات درويش قاسم مراد صالحي بحري ساحلي جبلي تاجر",
        keeps=1.0,
    ),
    "indian": _culture(
        "hi",
        "अनीता कविता गीता दीपा नेहा पूजा प्रिया मीना रेखा लता सीमा सुनीता आशा उषा शांति राधा",
        "अजय अमित अरुण दीपक मनोज मोहन रवि राजेश राहुल विजय संजय सुरेश हरि किशोर गोपाल विक्रम",
        "शर्मा वर्मा गुप्ता मेनन नायर पटेल जोशी मिश्रा यादव सिंह राव रेड्डी अय्यर दास सेन बोस",
        keeps=0.4,
    ),
    "nordic": _culture(
        "sv",
        "Marta Astrid Ebba Freja Greta Helga Ingrid Johanna Karin Linnea Maja Nora Olga Petra Ronja Signe Thea "
        "Ulrika Vilma Ylva Åsa Solveig Birgit Dagny",
        "Anders Björn Carl Erik Fredrik Gunnar Henrik Ivar Jens Knut Lars Magnus Nils Olav Per Rasmus Sven Tore "
        "Ulf Viggo Åke Eskil Halvard Sigurd",
        "Lindqvist Bergström Dahlgren Ekholm Forsberg Granlund Hagen Isaksen Jørgensen Kjellberg Lund Moen "
        "Nygård Öberg Pedersen Rönning Sandvik Thorsen Ulvestad Vestergaard Ødegaard Åkerman Strand Solberg Holm "
        "Fjeld",
        keeps=0.5,
    ),
}
ORDER = tuple(CULTURES)
"""Cultures by number."""
