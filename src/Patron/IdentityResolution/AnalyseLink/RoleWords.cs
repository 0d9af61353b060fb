using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>What columns of persons and organisations are called, in English, German, French, Spanish, Italian, Portuguese, Dutch, Korean, Chinese and Japanese, and in the files of well-known systems.</summary>
internal static class RoleWords
{
    private static readonly (FieldRole Role, string Words)[] Table =
    [
        (FieldRole.GivenName, "given|given name|given names|first name|firstname|fname|forename|forenames|christian name|vorname|vornamen|middle name|이름(명)|名|名字(名)|prenom|nombre|fn|prénom|prénoms|nombres|nome|voornaam"),
        (FieldRole.FamilyName, "family|family name|last name|lastname|lname|surname|surnames|sname|nachname|familienname|zuname|성|성씨|姓|姓氏|nom|apellido|ln|nom de famille|apellidos|cognome|sobrenome|apelido|achternaam|苗字"),
        (FieldRole.FullName, "name|full name|fullname|whole name|person name|personname|customer name|client name|member name|contact name|contact|display name|first and surname|first and last name|name1|kundenname|vollständiger name|ansprechpartner|이름|성명|고객명|고객이름|회원명|담당자|姓名|名字|客户姓名|客户名称|会员姓名|联系人|客戶姓名|客戶名稱|會員姓名|聯絡人|nom complet|nom et prénom|nombre completo|nombre y apellidos|nome completo|nome e cognome|nominativo|naam|氏名|名前|お名前|顧客名"),
        (FieldRole.Title, "title|salutation|honorific|prefix|title of courtesy|anrede|titel|호칭|경칭|직함|称呼|称谓|稱呼|稱謂|头衔|頭銜|civilité|tratamiento|aanhef|敬称"),
        (FieldRole.Sex, "sex|gender|geschlecht|성별|性别|性別|sexe|sexo|género|sesso|geslacht"),
        (FieldRole.BirthDate, "birth|dob|d o b|birth date|birthdate|date of birth|birthday|born|birth day|geburtsdatum|geburtstag|geboren|생년월일|생일|出生日期|生日|出生年月日|出生|founded|founding date|bdate|date de naissance|né le|née le|né e le|fecha de nacimiento|nacimiento|data di nascita|data de nascimento|geboortedatum|生年月日"),
        (FieldRole.StreetNumber, "street number|street no|house number|house no|housenumber|building number|hausnummer|hausnr|번지|건물번호|门牌号|門牌號碼|門牌號|hno|numéro de rue|numero civico|huisnummer|番地|地番"),
        (FieldRole.Street, "street|addr|address|address1|addr1|address line|address line1|street address|street name|home address|mailing address|postal address|strasse|straße|str|adresse|anschrift|주소|도로명|도로명주소|상세주소|지번주소|地址|街道|详细地址|街道地址|詳細地址|住址|联系地址|聯絡地址|rue|dirección|direccion|calle|domicilio|indirizzo|endereço|rua|adres|straat|住所|町名番地"),
        (FieldRole.City, "city|town|suburb|locality|place|municipality|birth place|place of birth|ort|stadt|wohnort|도시|시군구|시|城市|市|市区|市區|縣市|城镇|ville|commune|localité|ciudad|población|localidad|municipio|città|cidade|plaats|woonplaats|市区町村|市町村"),
        (FieldRole.Region, "region|state|province|prefecture|county|district|bundesland|kanton|시도|도|지역|省|省份|州|地区|地區|區域|state province|département|région|provincia|comunidad|estado|provincie|都道府県"),
        (FieldRole.PostalCode, "postal|postal code|postalcode|postcode|post code|zip|zip code|zipcode|pc|plz|postleitzahl|우편번호|邮编|邮政编码|郵遞區號|郵編|郵政編碼|code postal|código postal|codice postale|cep|郵便番号"),
        (FieldRole.Country, "country|country code|country name|nation|land|ländercode|국가|나라|국가코드|国家|国家代码|國家|國別|國家代碼|pays|país|paese|国"),
        (FieldRole.Email, "email|e mail|mail|email address|mail address|emailaddress|e mail adresse|mailadresse|이메일|이메일주소|메일|전자우편|邮箱|电子邮件|电子邮箱|邮件|邮箱地址|電子郵件|電子信箱|信箱|郵箱|電郵|courriel|adresse e mail|correo|correo electrónico|posta elettronica|メール|メールアドレス|電子メール"),
        (FieldRole.Phone, "phone|tel|telephone|mobile|phone number|phone no|telephone number|mobile phone|mobile number|cell|cell phone|cellphone|home phone|work phone|contact number|fax|telefon|telefonnummer|handy|mobil|mobiltelefon|handynummer|rufnummer|전화번호|전화|휴대폰|휴대전화|휴대폰번호|핸드폰|연락처|电话|电话号码|手机|手机号|手机号码|联系电话|電話|電話號碼|手機|手機號碼|行動電話|聯絡電話|手機號|mob|téléphone|portable|teléfono|móvil|celular|telefono|cellulare|telefone|telefoon|電話番号|携帯電話|携帯番号"),
        (FieldRole.Identifier, "ssn|social security number|social security|soc sec id|soc sec|nhs number|national id|nationalid|passport|passport no|passport number|driver license|drivers license|license number|tax id|taxid|tax number|tin|vat|vat id|vat number|ustid|ust id|steuernummer|duns|lei|ein|company number|registration number|register number|reg no|siret|siren|handelsregister|card number|card no|member no|member id|loyalty card|identifier|주민등록번호|주민번호|사업자등록번호|사업자번호|법인등록번호|회원번호|여권번호|身份证|身份证号|身份证号码|身分證|身分證字號|统一社会信用代码|統一編號|护照号|護照號碼|会员号|會員編號|税号|website|web site|url|homepage|domain|web|홈페이지|웹사이트|网站|网址|網站|網址|dni|nif|rfc|cpf|cnpj|codice fiscale|partita iva|numéro de sécurité sociale|nir|bsn|マイナンバー|法人番号"),
        (FieldRole.Organisation, "organisation|organization|organisation name|organization name|company|company name|companyname|account name|business name|businessname|legal name|trading name|employer|org|org name|firm|firm name|corporate name|vendor|vendor name|supplier|supplier name|merchant|firma|firmenname|unternehmen|회사|회사명|법인명|상호|기업명|업체명|公司|公司名称|单位|企业名称|机构名称|单位名称|公司名稱|單位|企業名稱|機構名稱|société|entreprise|raison sociale|empresa|razón social|razão social|azienda|ragione sociale|bedrijf|bedrijfsnaam|会社|会社名|法人名|企業名"),
        (FieldRole.Text, "occupation|job|job title|profession|position|industry|sector|branch|address2|addr2|address line2|address3|beruf|branche|직업|업종|职业|行业|職業|行業|産業|產業|métier|profesión|ocupación|profissão|professione|beroep|complément|complément d adresse|業種|建物名"),
    ];

    private static readonly FrozenDictionary<string, FieldRole> RoleOf = Table
        .SelectMany(t => t.Words.Split('|').Select(word => (Key: Normalise(word), t.Role)))
        .Concat(Enum.GetValues<FieldRole>().Select(r => (Key: Normalise(r.ToString()), Role: r)))
        .DistinctBy(p => p.Key).ToFrozenDictionary(p => p.Key, p => p.Role, StringComparer.Ordinal);

    /// <summary>The role that a word alone means.</summary>
    public static FieldRole? Of(string word) => RoleOf.TryGetValue(Normalise(word), out var role) ? role : null;

    /// <summary>The role of a column's name: of the whole name, else of the longest run of its words that means one; null where none does.</summary>
    public static FieldRole? OfColumn(string name)
    {
        if (Of(name) is { } whole) return whole;
        var words = Words(name);
        for (var length = words.Count; length > 0; length--)
            for (var from = words.Count - length; from >= 0; from--)
            {
                var run = string.Concat(words.Skip(from).Take(length));
                if (run.Length > 2 && RoleOf.TryGetValue(run, out var role)) return role;
                if (run.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is { Length: > 2 } bare && RoleOf.TryGetValue(bare, out role)) return role;
            }
        return null;
    }

    /// <summary>The name says that its numbers mean a row of a system, or its dates a moment of one: nothing of a person.</summary>
    public static bool IsOfSystem(string name) => Words(name) is var words && words.Exists(w => w is "id" or "key" or "uuid" or "guid" or "cluster" or "label" or "source" or "created" or "updated" or "modified"
        or "timestamp" or "since" or "signup" or "registered" or "joined" or "dataset" or "index" or "row" or "rownum" or "nr" or "编号" or "編號" or "번호") && OfWhole(words) is null;

    private static FieldRole? OfWhole(List<string> words) => RoleOf.TryGetValue(string.Concat(words), out var role) ? role : null;

    private static string Normalise(string text) => string.Concat(Words(text));

    /// <summary>Split at signs, and where small letters turn into capitals or into digits; without accents, which files lose on their way.</summary>
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var before = ' ';
        foreach (var c in Plain(name))
        {
            var turns = char.IsLower(before) && char.IsUpper(c);
            if ((!char.IsLetterOrDigit(c) || turns) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            if (char.IsLetterOrDigit(c)) word.Append(char.ToLowerInvariant(c));
            before = c;
        }
        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    private static string Plain(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).Normalize(NormalizationForm.FormC);
}
