namespace Patron.Imports.Reading;

/// <summary>
/// The countries of ISO 3166-1: code of two letters, code of three, names in English, German, Korean, Simplified and Traditional Chinese
/// (Unicode CLDR), and what files write beside. A table of our own, because the framework knows only the names that the operating system brings.
/// </summary>
internal static class CountryNames
{
    public const string Table = """
        AD|AND|Andorra|안도라|安道尔|安道爾
        AE|ARE|United Arab Emirates|Vereinigte Arabische Emirate|아랍에미리트|阿拉伯联合酋长国|阿拉伯聯合大公國|UAE
        AF|AFG|Afghanistan|아프가니스탄|阿富汗
        AG|Antigua & Barbuda|Antigua und Barbuda|앤티가 바부다|安提瓜和巴布达|安地卡及巴布達
        AI|Anguilla|앵귈라|安圭拉|安奎拉
        AL|ALB|Albania|Albanien|알바니아|阿尔巴尼亚|阿爾巴尼亞
        AM|ARM|Armenia|Armenien|아르메니아|亚美尼亚|亞美尼亞
        AO|AGO|Angola|앙골라|安哥拉
        AQ|Antarctica|Antarktis|남극 대륙|南极洲|南極洲
        AR|ARG|Argentina|Argentinien|아르헨티나|阿根廷
        AS|American Samoa|Amerikanisch-Samoa|아메리칸 사모아|美属萨摩亚|美屬薩摩亞
        AT|AUT|Austria|Österreich|오스트리아|奥地利|奧地利|Oesterreich
        AU|AUS|Australia|Australien|오스트레일리아|澳大利亚|澳洲
        AW|Aruba|아루바|阿鲁巴|荷屬阿魯巴
        AX|Åland Islands|Ålandinseln|올란드 제도|奥兰群岛|奧蘭群島
        AZ|AZE|Azerbaijan|Aserbaidschan|아제르바이잔|阿塞拜疆|亞塞拜然
        BA|BIH|Bosnia & Herzegovina|Bosnien und Herzegowina|보스니아 헤르체고비나|波斯尼亚和黑塞哥维那|波士尼亞與赫塞哥維納
        BB|BRB|Barbados|바베이도스|巴巴多斯|巴貝多
        BD|BGD|Bangladesh|Bangladesch|방글라데시|孟加拉国|孟加拉
        BE|BEL|Belgium|Belgien|벨기에|比利时|比利時|Belgique|België
        BF|Burkina Faso|부르키나파소|布基纳法索|布吉納法索
        BG|BGR|Bulgaria|Bulgarien|불가리아|保加利亚|保加利亞
        BH|BHR|Bahrain|바레인|巴林
        BI|Burundi|부룬디|布隆迪|蒲隆地
        BJ|Benin|베냉|贝宁|貝南
        BL|St. Barthélemy|생바르텔레미|圣巴泰勒米|聖巴瑟米
        BM|Bermuda|버뮤다|百慕大|百慕達
        BN|BRN|Brunei|Brunei Darussalam|브루나이|文莱|汶萊
        BO|BOL|Bolivia|Bolivien|볼리비아|玻利维亚|玻利維亞
        BQ|Caribbean Netherlands|Karibische Niederlande|네덜란드령 카리브|荷属加勒比区|荷蘭加勒比區
        BR|BRA|Brazil|Brasilien|브라질|巴西|Brasil
        BS|BHS|Bahamas|바하마|巴哈马|巴哈馬
        BT|Bhutan|부탄|不丹
        BV|Bouvet Island|Bouvetinsel|부베섬|布韦岛|布威島
        BW|Botswana|Botsuana|보츠와나|博茨瓦纳|波札那
        BY|BLR|Belarus|벨라루스|白俄罗斯|白俄羅斯
        BZ|Belize|벨리즈|伯利兹|貝里斯
        CA|CAN|Canada|Kanada|캐나다|加拿大
        CC|Cocos (Keeling) Islands|Kokosinseln|코코스 제도|科科斯（基林）群岛|科克斯（基靈）群島
        CD|Congo - Kinshasa|Kongo-Kinshasa|콩고-킨샤사|刚果（金）|剛果（金夏沙）
        CF|Central African Republic|Zentralafrikanische Republik|중앙 아프리카 공화국|中非共和国|中非共和國
        CG|Congo - Brazzaville|Kongo-Brazzaville|콩고-브라자빌|刚果（布）|剛果（布拉薩）
        CH|CHE|Switzerland|Schweiz|스위스|瑞士|Suisse|Svizzera
        CI|CIV|Côte d’Ivoire|코트디부아르|科特迪瓦|象牙海岸|Ivory Coast
        CK|Cook Islands|Cookinseln|쿡 제도|库克群岛|庫克群島
        CL|CHL|Chile|칠레|智利
        CM|CMR|Cameroon|Kamerun|카메룬|喀麦隆|喀麥隆
        CN|CHN|China|중국|中国|中國|People's Republic of China|PRC
        CO|COL|Colombia|Kolumbien|콜롬비아|哥伦比亚|哥倫比亞
        CR|CRI|Costa Rica|코스타리카|哥斯达黎加|哥斯大黎加
        CU|CUB|Cuba|Kuba|쿠바|古巴
        CV|Cape Verde|Cabo Verde|카보베르데|佛得角|維德角
        CW|Curaçao|퀴라소|库拉索|庫拉索
        CX|Christmas Island|Weihnachtsinsel|크리스마스섬|圣诞岛|聖誕島
        CY|CYP|Cyprus|Zypern|키프로스|塞浦路斯|賽普勒斯
        CZ|CZE|Czechia|Tschechien|체코|捷克|Czech Republic
        DE|DEU|Germany|Deutschland|독일|德国|德國|BRD|Federal Republic of Germany
        DJ|Djibouti|Dschibuti|지부티|吉布提|吉布地
        DK|DNK|Denmark|Dänemark|덴마크|丹麦|丹麥|Danmark
        DM|Dominica|도미니카|多米尼克
        DO|DOM|Dominican Republic|Dominikanische Republik|도미니카 공화국|多米尼加共和国|多明尼加共和國
        DZ|DZA|Algeria|Algerien|알제리|阿尔及利亚|阿爾及利亞
        EC|ECU|Ecuador|에콰도르|厄瓜多尔|厄瓜多
        EE|EST|Estonia|Estland|에스토니아|爱沙尼亚|愛沙尼亞
        EG|EGY|Egypt|Ägypten|이집트|埃及
        EH|Western Sahara|Westsahara|서사하라|西撒哈拉
        ER|Eritrea|에리트리아|厄立特里亚|厄利垂亞
        ES|ESP|Spain|Spanien|스페인|西班牙|España
        ET|ETH|Ethiopia|Äthiopien|에티오피아|埃塞俄比亚|衣索比亞
        FI|FIN|Finland|Finnland|핀란드|芬兰|芬蘭|Suomi
        FJ|Fiji|Fidschi|피지|斐济|斐濟
        FK|Falkland Islands|Falklandinseln|포클랜드 제도|福克兰群岛|福克蘭群島
        FM|Micronesia|Mikronesien|미크로네시아|密克罗尼西亚|密克羅尼西亞
        FO|Faroe Islands|Färöer|페로 제도|法罗群岛|法羅群島
        FR|FRA|France|Frankreich|프랑스|法国|法國
        GA|Gabon|Gabun|가봉|加蓬|加彭
        GB|GBR|United Kingdom|Vereinigtes Königreich|영국|英国|英國|UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|英格兰|Großbritannien|England & Wales
        GD|Grenada|그레나다|格林纳达|格瑞那達
        GE|GEO|Georgia|Georgien|조지아|格鲁吉亚|喬治亞
        GF|French Guiana|Französisch-Guayana|프랑스령 기아나|法属圭亚那|法屬圭亞那
        GG|Guernsey|건지|根西岛|根息
        GH|GHA|Ghana|가나|加纳|迦納
        GI|Gibraltar|지브롤터|直布罗陀|直布羅陀
        GL|Greenland|Grönland|그린란드|格陵兰|格陵蘭
        GM|Gambia|감비아|冈比亚|甘比亞
        GN|Guinea|기니|几内亚|幾內亞
        GP|Guadeloupe|과들루프|瓜德罗普|瓜地洛普
        GQ|Equatorial Guinea|Äquatorialguinea|적도 기니|赤道几内亚|赤道幾內亞
        GR|GRC|Greece|Griechenland|그리스|希腊|希臘
        GS|South Georgia & South Sandwich Islands|Südgeorgien und die Südlichen Sandwichinseln|사우스조지아 사우스샌드위치 제도|南乔治亚和南桑威奇群岛|南喬治亞與南三明治群島
        GT|GTM|Guatemala|과테말라|危地马拉|瓜地馬拉
        GU|Guam|괌|关岛|關島
        GW|Guinea-Bissau|기니비사우|几内亚比绍|幾內亞比索
        GY|Guyana|가이아나|圭亚那|蓋亞那
        HK|HKG|Hong Kong SAR China|Sonderverwaltungsregion Hongkong|홍콩(중국 특별행정구)|中国香港特别行政区|中國香港特別行政區|Hong Kong|홍콩|香港|Hongkong|Hong Kong SAR
        HM|Heard & McDonald Islands|Heard und McDonaldinseln|허드 맥도널드 제도|赫德岛和麦克唐纳群岛|赫德島及麥唐納群島
        HN|HND|Honduras|온두라스|洪都拉斯|宏都拉斯
        HR|HRV|Croatia|Kroatien|크로아티아|克罗地亚|克羅埃西亞
        HT|Haiti|아이티|海地
        HU|HUN|Hungary|Ungarn|헝가리|匈牙利
        ID|IDN|Indonesia|Indonesien|인도네시아|印度尼西亚|印尼
        IE|IRL|Ireland|Irland|아일랜드|爱尔兰|愛爾蘭|EIRE|Republic of Ireland
        IL|ISR|Israel|이스라엘|以色列
        IM|Isle of Man|맨섬|马恩岛|曼島
        IN|IND|India|Indien|인도|印度
        IO|British Indian Ocean Territory|Britisches Territorium im Indischen Ozean|영국령 인도양 지역|英属印度洋领地|英屬印度洋領地
        IQ|IRQ|Iraq|Irak|이라크|伊拉克
        IR|IRN|Iran|이란|伊朗
        IS|ISL|Iceland|Island|아이슬란드|冰岛|冰島
        IT|ITA|Italy|Italien|이탈리아|意大利|義大利|Italia
        JE|Jersey|저지|泽西岛|澤西島|Channel Islands
        JM|JAM|Jamaica|Jamaika|자메이카|牙买加|牙買加
        JO|JOR|Jordan|Jordanien|요르단|约旦|約旦
        JP|JPN|Japan|일본|日本
        KE|KEN|Kenya|Kenia|케냐|肯尼亚|肯亞
        KG|KGZ|Kyrgyzstan|Kirgisistan|키르기스스탄|吉尔吉斯斯坦|吉爾吉斯
        KH|KHM|Cambodia|Kambodscha|캄보디아|柬埔寨
        KI|Kiribati|키리바시|基里巴斯|吉里巴斯
        KM|Comoros|Komoren|코모로|科摩罗|葛摩
        KN|St. Kitts & Nevis|St. Kitts und Nevis|세인트키츠 네비스|圣基茨和尼维斯|聖克里斯多福及尼維斯
        KP|PRK|North Korea|Nordkorea|북한|朝鲜|北韓
        KR|KOR|South Korea|Südkorea|대한민국|韩国|南韓|Korea|Republic of Korea|Korea, Republic of|ROK|한국|韓國
        KW|KWT|Kuwait|쿠웨이트|科威特
        KY|Cayman Islands|Kaimaninseln|케이맨 제도|开曼群岛|開曼群島
        KZ|KAZ|Kazakhstan|Kasachstan|카자흐스탄|哈萨克斯坦|哈薩克
        LA|LAO|Laos|라오스|老挝|寮國
        LB|LBN|Lebanon|Libanon|레바논|黎巴嫩
        LC|St. Lucia|세인트루시아|圣卢西亚|聖露西亞
        LI|LIE|Liechtenstein|리히텐슈타인|列支敦士登|列支敦斯登
        LK|LKA|Sri Lanka|스리랑카|斯里兰卡|斯里蘭卡
        LR|Liberia|라이베리아|利比里亚|賴比瑞亞
        LS|Lesotho|레소토|莱索托|賴索托
        LT|LTU|Lithuania|Litauen|리투아니아|立陶宛
        LU|LUX|Luxembourg|Luxemburg|룩셈부르크|卢森堡|盧森堡
        LV|LVA|Latvia|Lettland|라트비아|拉脱维亚|拉脫維亞
        LY|LBY|Libya|Libyen|리비아|利比亚|利比亞
        MA|MAR|Morocco|Marokko|모로코|摩洛哥
        MC|MCO|Monaco|모나코|摩纳哥|摩納哥
        MD|MDA|Moldova|Republik Moldau|몰도바|摩尔多瓦|摩爾多瓦
        ME|MNE|Montenegro|몬테네그로|黑山|蒙特內哥羅
        MF|St. Martin|생마르탱|法属圣马丁|法屬聖馬丁
        MG|Madagascar|Madagaskar|마다가스카르|马达加斯加|馬達加斯加
        MH|Marshall Islands|Marshallinseln|마셜 제도|马绍尔群岛|馬紹爾群島
        MK|MKD|North Macedonia|Nordmazedonien|북마케도니아|北马其顿|北馬其頓|Macedonia
        ML|Mali|말리|马里|馬利
        MM|MMR|Myanmar (Burma)|Myanmar|미얀마|缅甸|緬甸|Burma
        MN|MNG|Mongolia|Mongolei|몽골|蒙古
        MO|MAC|Macao SAR China|Sonderverwaltungsregion Macau|마카오(중국 특별행정구)|中国澳门特别行政区|中國澳門特別行政區|Macao|Macau|澳門|澳门|마카오
        MP|Northern Mariana Islands|Nördliche Marianen|북마리아나제도|北马里亚纳群岛|北馬利安納群島
        MQ|Martinique|마르티니크|马提尼克|馬丁尼克
        MR|Mauritania|Mauretanien|모리타니|毛里塔尼亚|茅利塔尼亞
        MS|Montserrat|몬트세라트|蒙特塞拉特|蒙哲臘
        MT|MLT|Malta|몰타|马耳他|馬爾他
        MU|MUS|Mauritius|모리셔스|毛里求斯|模里西斯
        MV|Maldives|Malediven|몰디브|马尔代夫|馬爾地夫
        MW|Malawi|말라위|马拉维|馬拉威
        MX|MEX|Mexico|Mexiko|멕시코|墨西哥|México
        MY|MYS|Malaysia|말레이시아|马来西亚|馬來西亞
        MZ|Mozambique|Mosambik|모잠비크|莫桑比克|莫三比克
        NA|Namibia|나미비아|纳米比亚|納米比亞
        NC|New Caledonia|Neukaledonien|뉴칼레도니아|新喀里多尼亚|新喀里多尼亞
        NE|Niger|니제르|尼日尔|尼日
        NF|Norfolk Island|Norfolkinsel|노퍽섬|诺福克岛|諾福克島
        NG|NGA|Nigeria|나이지리아|尼日利亚|奈及利亞
        NI|NIC|Nicaragua|니카라과|尼加拉瓜
        NL|NLD|Netherlands|Niederlande|네덜란드|荷兰|荷蘭|Holland|The Netherlands
        NO|NOR|Norway|Norwegen|노르웨이|挪威|Norge
        NP|NPL|Nepal|네팔|尼泊尔|尼泊爾
        NR|Nauru|나우루|瑙鲁|諾魯
        NU|Niue|니우에|纽埃|紐埃島
        NZ|NZL|New Zealand|Neuseeland|뉴질랜드|新西兰|紐西蘭
        OM|OMN|Oman|오만|阿曼
        PA|PAN|Panama|파나마|巴拿马|巴拿馬
        PE|PER|Peru|페루|秘鲁|秘魯
        PF|French Polynesia|Französisch-Polynesien|프랑스령 폴리네시아|法属波利尼西亚|法屬玻里尼西亞
        PG|Papua New Guinea|Papua-Neuguinea|파푸아뉴기니|巴布亚新几内亚|巴布亞紐幾內亞
        PH|PHL|Philippines|Philippinen|필리핀|菲律宾|菲律賓
        PK|PAK|Pakistan|파키스탄|巴基斯坦
        PL|POL|Poland|Polen|폴란드|波兰|波蘭|Polska
        PM|St. Pierre & Miquelon|St. Pierre und Miquelon|생피에르 미클롱|圣皮埃尔和密克隆群岛|聖皮埃與密克隆群島
        PN|Pitcairn Islands|Pitcairninseln|핏케언 제도|皮特凯恩群岛|皮特肯群島
        PR|PRI|Puerto Rico|푸에르토리코|波多黎各
        PS|PSE|Palestinian Territories|Palästinensische Autonomiegebiete|팔레스타인 지구|巴勒斯坦领土|巴勒斯坦自治區|Palestine
        PT|PRT|Portugal|포르투갈|葡萄牙
        PW|Palau|팔라우|帕劳|帛琉
        PY|PRY|Paraguay|파라과이|巴拉圭
        QA|QAT|Qatar|Katar|카타르|卡塔尔|卡達
        RE|Réunion|레위니옹|留尼汪|留尼旺
        RO|ROU|Romania|Rumänien|루마니아|罗马尼亚|羅馬尼亞
        RS|SRB|Serbia|Serbien|세르비아|塞尔维亚|塞爾維亞
        RU|RUS|Russia|Russland|러시아|俄罗斯|俄羅斯|Russian Federation
        RW|Rwanda|Ruanda|르완다|卢旺达|盧安達
        SA|SAU|Saudi Arabia|Saudi-Arabien|사우디아라비아|沙特阿拉伯|沙烏地阿拉伯
        SB|Solomon Islands|Salomonen|솔로몬 제도|所罗门群岛|索羅門群島
        SC|Seychelles|Seychellen|세이셸|塞舌尔|塞席爾
        SD|Sudan|수단|苏丹|蘇丹
        SE|SWE|Sweden|Schweden|스웨덴|瑞典|Sverige
        SG|SGP|Singapore|Singapur|싱가포르|新加坡
        SH|St. Helena|세인트헬레나|圣赫勒拿|聖赫勒拿島
        SI|SVN|Slovenia|Slowenien|슬로베니아|斯洛文尼亚|斯洛維尼亞
        SJ|Svalbard & Jan Mayen|Spitzbergen und Jan Mayen|스발바르제도-얀마웬섬|斯瓦尔巴和扬马延|挪威屬斯瓦巴及尖棉
        SK|SVK|Slovakia|Slowakei|슬로바키아|斯洛伐克
        SL|Sierra Leone|시에라리온|塞拉利昂|獅子山
        SM|San Marino|산마리노|圣马力诺|聖馬利諾
        SN|SEN|Senegal|세네갈|塞内加尔|塞內加爾
        SO|Somalia|소말리아|索马里|索馬利亞
        SR|Suriname|수리남|苏里南|蘇利南
        SS|South Sudan|Südsudan|남수단|南苏丹|南蘇丹
        ST|São Tomé & Príncipe|São Tomé und Príncipe|상투메 프린시페|圣多美和普林西比|聖多美普林西比
        SV|SLV|El Salvador|엘살바도르|萨尔瓦多|薩爾瓦多
        SX|Sint Maarten|신트마르턴|荷属圣马丁|荷屬聖馬丁
        SY|SYR|Syria|Syrien|시리아|叙利亚|敘利亞
        SZ|Eswatini|에스와티니|斯威士兰|史瓦帝尼|Swaziland
        TC|Turks & Caicos Islands|Turks- und Caicosinseln|터크스 케이커스 제도|特克斯和凯科斯群岛|土克斯及開科斯群島
        TD|Chad|Tschad|차드|乍得|查德
        TF|French Southern Territories|Französische Süd- und Antarktisgebiete|프랑스령 남방 지역|法属南部领地|法屬南部屬地
        TG|Togo|토고|多哥
        TH|THA|Thailand|태국|泰国|泰國
        TJ|Tajikistan|Tadschikistan|타지키스탄|塔吉克斯坦|塔吉克
        TK|Tokelau|토켈라우|托克劳|托克勞群島
        TL|Timor-Leste|동티모르|东帝汶|東帝汶
        TM|Turkmenistan|투르크메니스탄|土库曼斯坦|土庫曼
        TN|TUN|Tunisia|Tunesien|튀니지|突尼斯|突尼西亞
        TO|Tonga|통가|汤加|東加
        TR|TUR|Türkiye|Türkei|튀르키예|土耳其|Turkey|Turkei
        TT|TTO|Trinidad & Tobago|Trinidad und Tobago|트리니다드 토바고|特立尼达和多巴哥|千里達及托巴哥
        TV|Tuvalu|투발루|图瓦卢|吐瓦魯
        TW|TWN|Taiwan|대만|台湾|台灣|Taiwan, Province of China|臺灣
        TZ|TZA|Tanzania|Tansania|탄자니아|坦桑尼亚|坦尚尼亞
        UA|UKR|Ukraine|우크라이나|乌克兰|烏克蘭
        UG|UGA|Uganda|우간다|乌干达|烏干達
        UM|U.S. Outlying Islands|Amerikanische Überseeinseln|미국령 해외 제도|美国本土外小岛屿|美國本土外小島嶼
        US|USA|United States|Vereinigte Staaten|미국|美国|美國|U.S.A.|U.S.|United States of America|America
        UY|URY|Uruguay|우루과이|乌拉圭|烏拉圭
        UZ|UZB|Uzbekistan|Usbekistan|우즈베키스탄|乌兹别克斯坦|烏茲別克
        VA|Vatican City|Vatikanstadt|바티칸 시국|梵蒂冈|梵蒂岡
        VC|St. Vincent & Grenadines|St. Vincent und die Grenadinen|세인트빈센트그레나딘|圣文森特和格林纳丁斯|聖文森及格瑞那丁
        VE|VEN|Venezuela|베네수엘라|委内瑞拉|委內瑞拉
        VG|British Virgin Islands|Britische Jungferninseln|영국령 버진아일랜드|英属维尔京群岛|英屬維京群島
        VI|U.S. Virgin Islands|Amerikanische Jungferninseln|미국령 버진아일랜드|美属维尔京群岛|美屬維京群島
        VN|VNM|Vietnam|베트남|越南|Viet Nam
        VU|Vanuatu|바누아투|瓦努阿图|萬那杜
        WF|Wallis & Futuna|Wallis und Futuna|왈리스-푸투나 제도|瓦利斯和富图纳|瓦利斯群島和富圖那群島
        WS|Samoa|사모아|萨摩亚|薩摩亞
        YE|YEM|Yemen|Jemen|예멘|也门|葉門
        YT|Mayotte|마요트|马约特|馬約特島
        ZA|ZAF|South Africa|Südafrika|남아프리카|南非|RSA
        ZM|ZMB|Zambia|Sambia|잠비아|赞比亚|尚比亞
        ZW|ZWE|Zimbabwe|Simbabwe|짐바브웨|津巴布韦|辛巴威
        """;
}
