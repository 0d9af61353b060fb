namespace Patron.Imports.Mapping;

/// <summary>The fields of every kind of file. The first synonym is the field's key; the others are what columns are called in the four languages and German.</summary>
internal static class ImportFields
{
    private static readonly Dictionary<ImportKind, ImportFieldSet> Sets = new()
    {
        [ImportKind.Customers] = CustomerFields(),
        [ImportKind.Orders] = OrderFields(),
        [ImportKind.OrderLines] = OrderLineFields(),
        [ImportKind.Products] = ProductFields(),
        [ImportKind.Holdings] = HoldingFields(),
        [ImportKind.Interactions] = InteractionFields(),
        [ImportKind.Team] = TeamFields(),
        [ImportKind.Tickets] = TicketFields(),
        [ImportKind.Opportunities] = OpportunityFields(),
        [ImportKind.Leads] = LeadFields(),
        [ImportKind.Tasks] = TaskFields(),
        [ImportKind.Objections] = ObjectionFields(),
        [ImportKind.Agreements] = AgreementFields(),
        [ImportKind.Relations] = RelationFields(),
    };

    public static IReadOnlyList<ImportKind> Kinds { get; } = [.. Enum.GetValues<ImportKind>()];

    /// <summary>The word of a kind on the command line and in addresses.</summary>
    public static string WordOf(ImportKind kind) => kind == ImportKind.OrderLines ? "order-lines" : kind.ToString().ToLowerInvariant();

    public static ImportKind? KindOf(string word) =>
        Kinds.Where(k => WordOf(k).Equals(word.Trim(), StringComparison.OrdinalIgnoreCase)).Select(k => (ImportKind?)k).FirstOrDefault();

    /// <param name="custom">custom fields of the organisation by key, each with what it holds; they come behind the built-in ones</param>
    public static ImportFieldSet Of(ImportKind kind, IReadOnlyDictionary<string, FieldType>? custom = null)
    {
        var set = Sets[kind];
        if (custom is null || custom.Count == 0)
        {
            return set;
        }

        var fields = set.Fields.ToList();
        foreach (var (key, type) in custom.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (set.Find(key) is null)
            {
                fields.Add(new ImportField(key, fields.Count, type, 1_000, false, [], [key], true));
            }
        }

        return new ImportFieldSet(kind, fields);
    }

    private static ImportFieldSet CustomerFields() => new FieldList(ImportKind.Customers)
        .OneOf("id", "email", "phone", "company")
        .Add("id", FieldType.Id, 100, "customer id|customer|customer no|customer number|cust id|cust no|client id|account|account no|account id|account number|member id|member no|card no|card number|loyalty card|loyalty id|rec id|record id|unique id|external id|user id|household id|kundennummer|kundennr|kunde|kunden id|kartennummer|고객번호|고객 id|고객아이디|회원번호|회원 id|아이디|카드번호|客户编号|客户号|客户id|会员号|会员编号|会员卡号|卡号|编号|客戶編號|客戶代號|會員編號|會員卡號|卡號|編號")
        .Add("kind", FieldType.CustomerKind, 20, "customer type|customer kind|person or company|party type|kundenart|kundentyp|고객구분|고객유형|客户类型|客戶類型|類型|类型")
        .Add("title", FieldType.Text, 60, "salutation|honorific|prefix|title of courtesy|anrede|titel|호칭|경칭|称呼|称谓|稱呼|稱謂")
        .Add("name", FieldType.PersonName, 200, "full name|customer name|contact name|contact|display name|client name|member name|kundenname|vollständiger name|ansprechpartner|이름|성명|고객명|고객 이름|회원명|姓名|名字|客户姓名|客户名称|会员姓名|联系人|客戶姓名|客戶名稱|會員姓名|聯絡人")
        .Add("given", FieldType.PersonName, 100, "given name|first name|firstname|forename|vorname|이름(명)|名|given names")
        .Add("family", FieldType.PersonName, 100, "family name|last name|lastname|surname|nachname|familienname|성|성씨|姓|姓氏")
        .Add("company", FieldType.Text, 200, "company name|account|account name|organisation|organization|organisation name|organization name|employer|business name|firma|firmenname|unternehmen|회사|회사명|법인명|상호|기업명|公司|公司名称|单位|企业名称|公司名稱|單位|企業名稱")
        .Add("email", FieldType.Email, 254, "mail|e-mail|email address|e-mail address|mail address|emailaddress|e-mail-adresse|mailadresse|이메일|이메일주소|메일|전자우편|邮箱|电子邮件|电子邮箱|邮件|邮箱地址|電子郵件|電子信箱|信箱|郵箱|電郵")
        .Add("phone", FieldType.Phone, 40, "tel|telephone|mobile|phone number|telephone number|mobile phone|mobile number|cell|cell phone|home phone|contact number|telefon|telefonnummer|handy|mobil|mobiltelefon|rufnummer|전화번호|전화|휴대폰|휴대전화|휴대폰번호|핸드폰|연락처|电话|电话号码|手机|手机号|手机号码|联系电话|電話|電話號碼|手機|手機號碼|行動電話|聯絡電話")
        .Add("street", FieldType.Text, 300, "addr|address|address 1|address line 1|street address|strasse|straße|adresse|anschrift|주소|도로명주소|상세주소|地址|街道|详细地址|街道地址|詳細地址|住址")
        .Add("city", FieldType.Text, 100, "town|suburb|locality|place|ort|stadt|wohnort|도시|시군구|시|城市|市|市区|市區|縣市")
        .Add("region", FieldType.Text, 100, "state|province|county|bundesland|kanton|시도|도|지역|省|省份|州|地区|地區|區域")
        .Add("postal", FieldType.PostalCode, 20, "pc|postal code|postcode|post code|zip|zip code|zipcode|plz|postleitzahl|우편번호|邮编|邮政编码|郵遞區號|郵編|郵政編碼")
        .Add("country", FieldType.Country, 100, "country code|country name|nation|land|ländercode|국가|나라|국가코드|国家|国家代码|國家|國別|國家代碼")
        .Add("birth", FieldType.Day, 40, "dob|birth date|birthdate|date of birth|birthday|geburtsdatum|geburtstag|geboren|생년월일|생일|出生日期|生日|出生年月日")
        .Add("sex", FieldType.Sex, 20, "gender|geschlecht|성별|性别|性別")
        .Add("language", FieldType.Language, 40, "lang|preferred language|locale|sprache|언어|사용언어|语言|語言|語系")
        .Add("acquired", FieldType.Text, 100, "acquisition source|acquired by|lead source|referral source|herkunft|quelle|유입경로|가입경로|获客来源|客户来源|来源|客戶來源|來源")
        .Add("since", FieldType.Timestamp, 40, "customer since|member since|signup|sign up date|signup date|created|created at|registered|registered at|registration date|joined|join date|kunde seit|angelegt|registriert|가입일|가입일자|등록일|注册时间|注册日期|入会日期|註冊日期|入會日期|加入日期")
        .Add("consent_email", FieldType.YesNo, 20, "email consent|email opt in|newsletter|opt in|optin|marketing consent|newsletter einwilligung|이메일수신동의|메일수신동의|邮件订阅|同意邮件|電子報|訂閱電子報")
        .Add("consent_email_at", FieldType.Timestamp, 40, "email consent at|email consent date|newsletter since|optin date|이메일수신동의일|邮件同意时间|電子報同意日期")
        .Add("consent_phone", FieldType.YesNo, 20, "phone consent|phone opt in|call consent|telefon einwilligung|전화수신동의|电话同意|電話同意")
        .Add("consent_phone_at", FieldType.Timestamp, 40, "phone consent at|phone consent date|전화수신동의일|电话同意时间|電話同意日期")
        .Add("time_zone", FieldType.TimeZone, 60, "timezone|tz|zeitzone|시간대|时区|時區")
        .Add("parent", FieldType.Text, 200, "subsidiary of|parent company|parent account|daughter of|belongs to|group company|mutterfirma|muttergesellschaft|konzern|tochter von|모회사|본사|母公司|上级公司|上級公司|總公司")
        .Add("owner", FieldType.Text, 200, "account owner|account manager|sales agent|sales rep|sales person|salesperson|responsible|assigned to|betreuer|kundenbetreuer|zuständig|담당자|영업 담당자|담당 영업사원|负责人|客户经理|业务员|負責人|客戶經理|業務員")
        .Add("level", FieldType.Text, 100, "relationship level|relation level|customer level|customer tier|account tier|customer class|kundenstufe|kundenklasse|고객등급|회원등급|客户级别|客户等级|会员等级|客戶級別|客戶等級|會員等級")
        .Add("service_level", FieldType.Text, 100, "service level|service class|support level|serviceklasse|서비스 수준|서비스 등급|服务级别|服务等级|服務級別|服務等級")
        .Add("served_channel", FieldType.Text, 100, "preferred channel|service channel|contact channel|bevorzugter kanal|응대 채널|선호 채널|服务渠道|首选渠道|服務管道|偏好管道")
        .Add("served_team", FieldType.Text, 100, "account team|service team|sales team|betreuungsteam|담당 팀|담당팀|负责团队|負責團隊")
        .Add("contract", FieldType.Text, 200, "contract no|contract number|contract name|vertrag|vertragsnummer|계약|계약번호|合同|合同号|合约|合約|合約編號")
        .Add("contract_until", FieldType.Day, 40, "contract end|contract ends|contract end date|contract expiry|vertragsende|계약 종료일|계약만료일|合同到期日|合同结束日期|合約到期日|合約結束日期")
        .Add("membership", FieldType.Text, 200, "membership name|club|mitgliedschaft|멤버십|会员计划|會員方案")
        .Add("family_of", FieldType.Text, 200, "relative of|family member of|verwandt mit|가족 관계|亲属|親屬")
        .Add("refers_to", FieldType.Text, 200, "referred customer|recommended us to|empfiehlt an|추천한 고객|推荐给|推薦給")
        .Add("decides_for", FieldType.Text, 200, "decision maker for|decision maker of|entscheidet für|의사결정 대상|为其决策|為其決策")
        .Add("influences", FieldType.Text, 200, "influencer of|beeinflusst|영향을 주는 곳|影响对象|影響對象")
        .Add("supplies", FieldType.Text, 200, "supplier of|supplies to|beliefert|공급처|供货给|供貨給")
        .Add("competes_with", FieldType.Text, 200, "competitor of|wettbewerber von|경쟁 관계|竞争关系|競爭關係")
        .Add("authority_over", FieldType.Text, 200, "authority for|aufsicht über|감독 대상|监管对象|監管對象")
        .Add("member_of", FieldType.Text, 200, "association|member of association|mitglied von|소속 협회|所属协会|所屬協會")
        .Done();

    private static ImportFieldSet OrderFields() => new FieldList(ImportKind.Orders)
        .Require("order", "at")
        .Add("order", FieldType.Id, 100, OrderWords)
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("at", FieldType.Timestamp, 40, OrderTimeWords)
        .Add("total", FieldType.Money, 40, "order total|amount|total amount|order amount|grand total|sales|revenue|value|net sales|sales value|summe|gesamtbetrag|betrag|umsatz|총액|합계|금액|주문금액|결제금액|总额|总金额|金额|订单金额|實付金額|總額|總金額|金額|訂單金額")
        .Add("currency", FieldType.Currency, 20, CurrencyWords)
        .Add("channel", FieldType.Text, 60, ChannelWords)
        .Done();

    private static ImportFieldSet OrderLineFields() => new FieldList(ImportKind.OrderLines)
        .Require("order", "quantity", "price").OneOf("product", "name")
        .Add("order", FieldType.Id, 100, OrderWords)
        .Add("line", FieldType.Id, 100, "line no|line number|line id|order line|item no|position|pos|zeile|positionsnummer|행번호|순번|行号|行號|項次|序号|序號")
        .Add("product", FieldType.Id, 100, ProductWords)
        .Add("name", FieldType.Text, 300, ProductNameWords)
        .Add("category", FieldType.Text, 200, CategoryWords)
        .Add("quantity", FieldType.Number, 40, "qty|units|count|pieces|ordered quantity|menge|anzahl|stück|stückzahl|수량|개수|주문수량|数量|件数|數量|件數")
        .Add("price", FieldType.Money, 40, PriceWords)
        .Add("discount", FieldType.Share, 40, "discount rate|discount percent|rebate|rabatt|nachlass|할인|할인율|折扣|折扣率|優惠")
        .Add("at", FieldType.Timestamp, 40, OrderTimeWords)
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("currency", FieldType.Currency, 20, CurrencyWords)
        .Add("country", FieldType.Country, 100, "country code|ship country|delivery country|land|lieferland|국가|나라|国家|國家|國別")
        .Add("channel", FieldType.Text, 60, ChannelWords)
        .Done();

    private static ImportFieldSet ProductFields() => new FieldList(ImportKind.Products)
        .Require("product")
        .Add("product", FieldType.Id, 100, ProductWords + "|id")
        .Add("name", FieldType.Text, 300, ProductNameWords + "|labels|label")
        .Add("category", FieldType.Text, 200, CategoryWords)
        .Add("price", FieldType.Money, 40, PriceWords)
        .Add("cost", FieldType.Money, 40, "unit cost|purchase price|cost price|einkaufspreis|kosten|ek|원가|매입가|成本|成本价|进价|成本價|進價")
        .Done();

    private static ImportFieldSet HoldingFields() => new FieldList(ImportKind.Holdings)
        .Require("id", "customer")
        .Add("id", FieldType.Id, 100, "holding|holding id|account|account no|account number|account id|contract|contract no|contract id|policy no|policy number|subscription id|kontonummer|vertragsnummer|konto|계좌번호|계약번호|증권번호|账号|账户|合同号|保单号|帳號|帳戶|合約編號|保單號碼")
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("kind", FieldType.Text, 60, "type|product|product type|account type|holding type|art|produktart|상품종류|상품유형|계좌종류|类型|产品类型|账户类型|類型|產品類型|帳戶類型")
        .Add("opened", FieldType.Day, 40, "opened at|open date|opening date|start|start date|since|eröffnet|beginn|vertragsbeginn|개설일|가입일|계약일|开户日期|开始日期|開戶日期|起始日期|開始日期")
        .Add("closed", FieldType.Day, 40, "closed at|close date|closing date|end|end date|geschlossen|ende|vertragsende|해지일|종료일|만기일|销户日期|结束日期|銷戶日期|結束日期")
        .Add("balance", FieldType.Money, 40, "amount|value|current balance|saldo|kontostand|잔액|잔고|余额|結餘|餘額")
        .Add("fees", FieldType.Money, 40, "fee|charges|monthly charges|gebühren|entgelte|수수료|费用|手续费|費用|手續費")
        .Add("interest", FieldType.Money, 40, "interest paid|interest earned|zinsen|이자|利息")
        .Add("currency", FieldType.Currency, 20, CurrencyWords)
        .Done();

    private static ImportFieldSet InteractionFields() => new FieldList(ImportKind.Interactions)
        .Require("customer", "at")
        .Add("id", FieldType.Id, 100, "interaction|interaction id|event id|activity id|message id|call id|ticket id|vorgang|이력번호|记录编号|紀錄編號")
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("at", FieldType.Timestamp, 40, "date|time|datetime|timestamp|date time|occurred|occurred at|created at|call date|contact date|datum|zeitpunkt|일시|날짜|시간|상담일시|时间|日期|发生时间|時間|發生時間")
        .Add("kind", FieldType.Text, 60, "type|activity type|event|event type|art|유형|종류|구분|类型|類型|种类|種類")
        .Add("channel", FieldType.Text, 60, ChannelWords)
        .Add("direction", FieldType.Direction, 20, "in or out|inbound outbound|richtung|방향|수발신|方向")
        .Add("subject", FieldType.Text, 500, "topic|title|headline|betreff|thema|제목|주제|主题|标题|主題|標題|主旨")
        .Add("text", FieldType.Text, 20_000, "note|notes|body|message|content|comment|comments|description|notiz|nachricht|bemerkung|내용|메모|본문|비고|内容|备注|正文|內容|備註")
        .Add("outcome", FieldType.Text, 200, "result|disposition|status|resolution|y|ergebnis|결과|처리결과|结果|處理結果|結果")
        .Add("duration", FieldType.Number, 40, "seconds|duration seconds|talk time|call duration|call length|dauer|gesprächsdauer|통화시간|소요시간|时长|通话时长|時長|通話時間")
        .Add("previous", FieldType.Number, 40, "previous contacts|contacts before|earlier contacts|frühere kontakte|이전 접촉|이전 접촉 수|以往联系次数|先前聯絡次數")
        .Add("owner", FieldType.Text, 200, "agent|agent name|handled by|talked by|logged by|sales agent|sales rep|salesperson|our contact|user|bearbeiter|mitarbeiter|gesprochen von|담당자|상담원|처리자|经办人|客服|坐席|负责人|客服人員|專員|負責人|承辦人")
        .Add("with", FieldType.Text, 200, "spoke with|spoken with|talked to|contact person|person|gesprächspartner|ansprechpartner|통화 상대|상대방|대화 상대|对话人|联系人|通話對象|聯絡人")
        .Add("mood", FieldType.Text, 40, "sentiment|feeling|tone|satisfaction|stimmung|분위기|감정|고객 감정|情绪|态度|情緒|態度")
        .Add("critical", FieldType.YesNo, 20, "critical episode|critical incident|is critical|kritisch|중요 사건|중대|关键|关键事件|關鍵|關鍵事件")
        .Done();

    private static ImportFieldSet TeamFields() => new FieldList(ImportKind.Team)
        .OneOf("name", "given", "family", "email")
        .Add("id", FieldType.Id, 100, "employee id|employee no|employee number|staff id|staff no|personalnummer|mitarbeiternummer|사번|직원번호|员工编号|工号|員工編號|工號")
        .Add("name", FieldType.PersonName, 200, "employee|employee name|sales agent|sales rep|sales person|salesperson|agent|user name|full name|mitarbeiter|이름|성명|직원명|姓名|员工|員工")
        .Add("given", FieldType.PersonName, 100, "given name|first name|firstname|vorname|이름(명)|名")
        .Add("family", FieldType.PersonName, 100, "family name|last name|lastname|surname|nachname|성|姓")
        .Add("email", FieldType.Email, 254, "mail|e-mail|email address|work email|이메일|邮箱|電子郵件")
        .Add("manager", FieldType.Text, 200, "reports to|supervisor|team lead|team leader|boss|vorgesetzter|vorgesetzte|관리자|팀장|상급자|经理|上级|主管|經理")
        .Add("region", FieldType.Text, 100, "regional office|office|territory|area|branch|gebiet|niederlassung|지역|지사|区域|分公司|區域")
        .Done();

    private static ImportFieldSet TicketFields() => new FieldList(ImportKind.Tickets)
        .Require("id", "customer", "at")
        .Add("id", FieldType.Id, 100, "ticket|ticket id|ticket no|ticket number|case id|case number|case no|complaint id|complaint no|request id|ticketnummer|fallnummer|reklamationsnummer|티켓|티켓번호|접수번호|민원번호|工单|工单号|工单编号|投诉编号|服務單|服務單號|工單編號|客訴編號")
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("at", FieldType.Timestamp, 40, "opened|opened at|open date|created|created at|created on|received|received at|date received|date|submitted|eröffnet|angelegt|eingegangen|접수일|접수일시|등록일|생성일|创建时间|建立时间|受理时间|建立時間|受理時間")
        .Add("kind", FieldType.Text, 60, "type|ticket type|case type|category type|art|유형|종류|구분|类型|類型|種類")
        .Add("subject", FieldType.Text, 200, "title|summary|issue|topic|headline|betreff|thema|제목|主题|标题|主題|標題|主旨")
        .Add("text", FieldType.Text, 8_000, "description|details|complaint|message|body|comment|consumer complaint narrative|beschreibung|내용|상세내용|描述|内容|详情|內容|詳情")
        .Add("reason", FieldType.Text, 100, "category|reason code|cause|sub issue|grund|kategorie|사유|분류|원인|原因|分类|分類")
        .Add("owner", FieldType.Text, 200, "agent|assignee|assigned to|handled by|responsible|bearbeiter|zuständig|담당자|处理人|负责人|處理人|負責人")
        .Add("answered", FieldType.Timestamp, 40, "answered at|first response|first response at|first reply|responded at|beantwortet|erste antwort|첫 답변|답변일시|首次答复|首次响应时间|首次回覆|首次回應時間")
        .Add("solved", FieldType.Timestamp, 40, "solved at|resolved|resolved at|resolution date|date resolved|gelöst|해결일|해결일시|解决时间|解決時間")
        .Add("closed", FieldType.Timestamp, 40, "closed at|close date|date closed|geschlossen|종료일|완료일|关闭时间|结案时间|結案時間")
        .Add("solution", FieldType.Text, 8_000, "resolution|resolution note|answer|outcome|lösung|해결내용|처리내용|解决办法|处理结果|解決方式|處理結果")
        .Done();

    private static ImportFieldSet OpportunityFields() => new FieldList(ImportKind.Opportunities)
        .Require("id", "stage")
        .Add("id", FieldType.Id, 100, "opportunity|opportunity id|opportunity no|opportunity number|deal|deal id|deal no|deal number|verkaufschance|chance id|영업기회|영업기회번호|기회번호|딜번호|商机|商机编号|商機|商機編號")
        .Add("customer", FieldType.Id, 100, CustomerWords + "|account name|company|organisation|organization|firma|회사|고객사|公司|公司名称|公司名稱")
        .Add("name", FieldType.Text, 200, "opportunity name|deal name|title|subject|bezeichnung|영업기회명|건명|商机名称|商機名稱")
        .Add("stage", FieldType.Text, 60, "deal stage|sales stage|opportunity stage|status|phase|verkaufsphase|영업단계|단계|阶段|销售阶段|階段|銷售階段")
        .Add("pipeline", FieldType.Text, 100, "sales pipeline|sales process|파이프라인|영업프로세스|销售流程|管道|銷售流程")
        .Add("amount", FieldType.Money, 40, "deal value|close value|deal amount|expected revenue|value|total|betrag|auftragswert|금액|예상금액|수주금액|金额|预计金额|金額|預計金額")
        .Add("currency", FieldType.Currency, 20, CurrencyWords)
        .Add("opened", FieldType.Day, 40, "engage date|created|created at|create date|open date|opened at|start date|angelegt|eröffnet|시작일|생성일|发现日期|创建日期|建立日期|開始日期")
        .Add("closed", FieldType.Day, 40, "close date|closed at|closing date|won date|end date|abschlussdatum|abschluss|종료일|마감일|成交日期|关闭日期|結案日期|成交日")
        .Add("expected", FieldType.Day, 40, "expected close|expected close date|forecast date|estimated close date|erwarteter abschluss|예상종료일|예상마감일|预计成交日期|預計成交日期")
        .Add("owner", FieldType.Text, 200, "sales agent|sales rep|sales person|salesperson|account manager|opportunity owner|deal owner|agent|responsible|assigned to|verkäufer|zuständig|담당자|영업 담당자|负责人|销售员|負責人|業務員")
        .Add("product", FieldType.Id, 100, ProductWords + "|product name|상품명|제품명|产品名称|產品名稱")
        .Add("competitors", FieldType.Text, 500, "competitor|competition|wettbewerber|mitbewerber|경쟁사|竞争对手|競爭對手")
        .Add("next_step", FieldType.Text, 500, "next action|next activity|nächster schritt|다음단계|다음 할 일|下一步|下一步行動")
        .Done();

    /// <summary>Who it is takes the fields of a customer, and what makes it a lead comes behind them; where somebody comes from is the lead's source here.</summary>
    private static ImportFieldSet LeadFields()
    {
        var fields = new FieldList(ImportKind.Leads)
            .Require("source", "interested_in")
            .Add("source", FieldType.Text, 100, "lead source|campaign|origin|event|fair|herkunft|quelle|유입경로|출처|리드 소스|来源|线索来源|來源|名單來源")
            .Add("source_kind", FieldType.Text, 40, "lead source type|source type|channel type|quellenart|출처 유형|来源类型|來源類型")
            .Add("source_cost", FieldType.Money, 40, "lead source cost|campaign cost|total cost|kosten|비용|费用|成本|費用")
            .Add("interested_in", FieldType.Text, 300, "interest|interests|product of interest|topic|subject|need description|interesse|관심사|관심 제품|兴趣|意向产品|興趣|意向產品")
            .Add("lead_owner", FieldType.Text, 200, "lead agent|handled by|리드 담당자|线索负责人|名單負責人")
            .Add("budget", FieldType.YesNo, 20, "has budget|budget available|예산|有预算|预算|有預算|預算")
            .Add("need", FieldType.YesNo, 20, "has need|needs it|bedarf|필요|有需求|需求")
            .Add("decider", FieldType.YesNo, 20, "decision maker|decides|entscheider|의사결정자|决策人|決策者")
            .Add("soon", FieldType.YesNo, 20, "urgent|immediate|ready to buy|dringend|즉시|急需|近期购买|近期購買")
            .Add("deal", FieldType.Id, 100, "converted deal|converted deal id|converted opportunity|converted opportunity id|resulting deal|abschluss id|전환된 기회|전환 영업기회|转化商机|轉換商機")
            .Add("lead_at", FieldType.Timestamp, 40, "lead date|captured at|received at|erfasst am|리드 접수일|线索日期|名單日期")
            .Done().Fields;
        var taken = fields.SelectMany(f => f.Synonyms).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var who = CustomerFields().Fields.Where(f => f.Key is not ("acquired" or "owner")).Select(f => f with { Synonyms = [.. f.Synonyms.Where(w => !taken.Contains(w))] });
        return new(ImportKind.Leads, [.. who.Concat(fields).Select((f, at) => f with { Slot = at })]);
    }

    private static ImportFieldSet TaskFields() => new FieldList(ImportKind.Tasks)
        .Require("customer", "subject", "due")
        .Add("id", FieldType.Id, 100, "task|task id|task no|to-do id|activity id|aufgabe|aufgabennummer|할 일 번호|작업번호|任务编号|任務編號|待辦編號")
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("subject", FieldType.Text, 200, "title|task name|to do|todo|what|aufgabentitel|betreff|제목|할 일|标题|任务|主题|標題|任務|待辦事項")
        .Add("kind", FieldType.Text, 40, "type|task type|art|유형|종류|类型|類型")
        .Add("due", FieldType.Timestamp, 40, "due date|due at|deadline|until|fällig|fällig am|termin|마감|마감일|기한|期限|截止日期|截止时间|到期日|截止時間")
        .Add("text", FieldType.Text, 4_000, "details|description|notes|note|body|beschreibung|notiz|내용|설명|메모|描述|备注|内容|說明|備註|內容")
        .Add("owner", FieldType.Text, 200, "assigned to|assignee|responsible|agent|zuständig|bearbeiter|담당자|负责人|处理人|負責人|處理人")
        .Add("team", FieldType.Text, 100, "queue|department|group|abteilung|팀|부서|团队|部门|團隊|部門")
        .Add("priority", FieldType.Text, 40, "importance|urgency|priorität|우선순위|중요도|优先级|優先順序|優先級")
        .Add("minutes", FieldType.Number, 40, "length minutes|duration minutes|minuten|분|分钟|分鐘")
        .Add("promised_to", FieldType.Text, 100, "promised|promise to|versprochen|약속 상대|承诺对象|承諾對象")
        .Add("created", FieldType.Timestamp, 40, "created at|created on|angelegt|생성일|등록일|创建时间|建立時間")
        .Add("state", FieldType.Text, 40, "status|task status|상태|状态|狀態")
        .Add("done", FieldType.Timestamp, 40, "done at|completed|completed at|finished|closed at|erledigt|erledigt am|완료일|완료일시|完成时间|完成時間")
        .Add("from_team", FieldType.Text, 100, "from department|handed over by|giving team|von team|übergeben von|넘긴 팀|인계 팀|移交团队|交出团队|移交團隊|交出團隊")
        .Add("accepted", FieldType.Timestamp, 40, "accepted at|taken over at|angenommen|angenommen am|수락일시|인수일시|接受时间|接收时间|接受時間|接收時間")
        .Add("returned", FieldType.Text, 500, "return reason|returned because|rejection reason|zurückgegeben wegen|rückgabegrund|반려 사유|반송 사유|退回原因|退回理由")
        .Done();

    private static ImportFieldSet ObjectionFields() => new FieldList(ImportKind.Objections)
        .Require("customer", "said", "answer")
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("said", FieldType.Text, 300, "objection|objection said|what was said|concern|einwand|이의|반론|고객 반론|异议|客户异议|異議|客戶異議|反對意見")
        .Add("answer", FieldType.Text, 300, "reply|response|handling|treatment|antwort|einwandbehandlung|답변|대응|答复|应对|回答|答覆|回應")
        .Add("kind", FieldType.Text, 40, "type|objection type|art|einwandart|유형|종류|类型|異議類型|類型")
        .Add("worked", FieldType.YesNo, 20, "dissolved|resolved|successful|worked?|gelöst|해소|성공|已化解|有效|化解")
        .Add("product", FieldType.Id, 100, ProductWords)
        .Add("at", FieldType.Timestamp, 40, "date|time|said at|heard at|datum|일시|날짜|时间|日期|時間")
        .Add("owner", FieldType.Text, 200, "agent|by|heard by|salesperson|verkäufer|담당자|负责人|銷售人員|負責人")
        .Done();

    private static ImportFieldSet AgreementFields() => new FieldList(ImportKind.Agreements)
        .Require("customer", "agreement")
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("agreement", FieldType.Text, 200, "agreement name|contract|contract name|membership|membership name|plan|policy|vertrag|vertragsname|mitgliedschaft|계약|계약명|멤버십|合同|合同名称|会员资格|合約|合約名稱|會員資格")
        .Add("kind", FieldType.Text, 40, "type|agreement type|contract type|art|vertragsart|유형|종류|类型|類型")
        .Add("number", FieldType.Id, 100, "contract no|contract number|agreement no|agreement number|membership no|policy no|vertragsnummer|계약번호|合同编号|合同号|合約編號|合約號")
        .Add("starts", FieldType.Day, 40, "start|start date|begins|begin date|valid from|from|beginn|gültig ab|시작|시작일|开始|开始日期|生效日期|開始|開始日期|生效日")
        .Add("ends", FieldType.Day, 40, "end|end date|expires|expiry date|valid until|until|ende|gültig bis|종료|종료일|만료일|结束|结束日期|到期日期|結束|結束日期|到期日")
        .Add("note", FieldType.Text, 1_000, "notes|comment|remarks|terms|bemerkung|notiz|비고|메모|备注|備註")
        .Done();

    private static ImportFieldSet RelationFields() => new FieldList(ImportKind.Relations)
        .Require("customer", "relation", "other")
        .Add("customer", FieldType.Id, 100, CustomerWords)
        .Add("relation", FieldType.Text, 60, "relationship|relation type|relationship type|kind of relation|beziehung|관계|관계 유형|关系|关系类型|關係|關係類型")
        .Add("other", FieldType.Text, 200, "other customer|other id|related to|related customer|to|andere|anderer kunde|상대|상대 고객|对方|相关客户|對方|相關客戶")
        .Add("role", FieldType.Text, 100, "job|job title|position|function|funktion|역할|직책|职务|角色|職務")
        .Add("buying", FieldType.Text, 40, "buying role|part in buying|buying centre role|buying center role|kaufrolle|구매 역할|采购角色|採購角色")
        .Done();

    private const string OrderWords = "order id|order no|order number|order reference|invoice|invoice no|invoice number|invoice id|basket|basket id|transaction|transaction id|receipt|receipt no|bestellung|bestellnummer|auftrag|auftragsnummer|rechnung|rechnungsnummer|주문|주문번호|주문 id|송장번호|영수증번호|订单|订单号|订单编号|发票号|訂單|訂單號|訂單編號|發票號碼|單號";
    private const string CustomerWords = "customer id|customer no|customer number|cust|cust id|client|client id|account|account no|member|member id|card no|loyalty card|user id|household id|kunde|kundennummer|kundennr|고객|고객번호|고객 id|회원번호|客户|客户编号|客户号|会员号|客戶|客戶編號|會員編號";
    private const string OrderTimeWords = "order date|order time|ordered at|invoice date|date|time|datetime|timestamp|date time|purchase date|purchased at|transaction date|transaction timestamp|created at|bestelldatum|rechnungsdatum|datum|kaufdatum|주문일|주문일시|주문일자|구매일|날짜|일시|下单时间|订单日期|订单时间|日期|时间|购买日期|下單時間|訂單日期|訂單時間|時間|購買日期";
    private const string CurrencyWords = "currency code|iso currency|währung|통화|통화코드|货币|币种|貨幣|幣別|幣種";
    private const string ChannelWords = "sales channel|source channel|medium|kanal|vertriebskanal|채널|판매채널|경로|渠道|销售渠道|通路|銷售通路|管道";
    private const string ProductWords = "product id|product code|product no|stock code|sku|item|item id|item code|item no|article|article no|ean|upc|artikel|artikelnummer|produkt|produktnummer|상품|상품코드|상품번호|제품코드|품번|商品编号|产品编号|货号|商品代码|商品|商品編號|產品編號|貨號|品號";
    private const string ProductNameWords = "product name|description|item name|item description|product description|article name|title|bezeichnung|artikelbezeichnung|produktname|beschreibung|상품명|제품명|품명|商品名称|产品名称|品名|商品名稱|產品名稱";
    private const string CategoryWords = "product category|product group|group|department|category name|series|level 1|level 2|kategorie|warengruppe|produktgruppe|분류|카테고리|상품분류|类别|分类|商品类别|品类|類別|分類|商品類別|品類";
    private const string PriceWords = "unit price|price each|unit cost price|list price|sales price|selling price|preis|einzelpreis|stückpreis|단가|가격|판매가|单价|价格|售价|單價|價格|售價";
}
