namespace Patron.Demo;

/// <summary>How one demo file is read by an import: everything the wizard or the command line would ask for.</summary>
/// <param name="Source">The source system that the file is an export of.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="As">What the rows are, as in <c>import --as</c>: a kind of file.</param>
/// <param name="Delimiter">What separates the cells.</param>
/// <param name="DateFormat">The format of every date and time column of the file.</param>
/// <param name="Phase">What is said while it is read.</param>
/// <param name="Columns">Import field to column of the file. Columns that are not named here are not imported.</param>
internal sealed record DemoImport(
    string Source, string FileName, string As, char Delimiter, string DateFormat, string Phase, IReadOnlyDictionary<string, string> Columns);

/// <summary>What the demo consists of, in the order in which it is imported: accounts before the orders that name them.</summary>
internal static class DemoCatalogue
{
    public const string WebShop = "Web shop";
    public const string LoyaltyCards = "Loyalty cards";
    public const string Newsletter = "Newsletter";

    public const string AccountsFile = "web-shop-accounts.csv";
    public const string CardsFile = "loyalty-cards.csv";
    public const string NewsletterFile = "newsletter.tsv";
    public const string ContactsFile = "web-shop-contacts.csv";
    public const string TicketsFile = "web-shop-tickets.csv";
    public const string DealsFile = "web-shop-deals.csv";
    public const string TasksFile = "web-shop-tasks.csv";
    public const string LeadsFile = "web-shop-leads.csv";
    public const string HandOversFile = "web-shop-hand-overs.csv";
    public const string ObjectionsFile = "web-shop-objections.csv";
    public const string AgreementsFile = "web-shop-agreements.csv";
    public const string RelationsFile = "web-shop-relations.csv";
    public const string TruthFile = "truth.csv";
    public const string OrdersFile = "online_retail_h1.csv.gz";

    /// <summary>An order number of the web shop that begins so is a cancellation.</summary>
    public const string CancellationPrefix = "C";
    public const string Currency = "GBP";

    /// <summary>The last purchase day: the demo's reckoning day.</summary>
    public static readonly DateOnly LastDay = new(2011, 6, 30);

    public const int OrderLines = 245_903;
    public const int Accounts = 3_002;
    public const int Organisations = 360;
    public const int Cards = 1_688;
    public const int Subscribers = 1_200;

    /// <summary>Persons and organisations in truth. What exact evidence alone leaves unjoined is counted twice by those who cannot know.</summary>
    public const int KnownPeople = 3_714;

    /// <summary>Account holders with at least one line of positive quantity and price that is not a cancellation.</summary>
    public const int Buyers = 2_960;

    /// <summary>Groups of three colleagues who give the phone of their shop.</summary>
    public const int SharedShopPhones = 12;

    /// <summary>Pairs of one family name and address who give one phone.</summary>
    public const int SharedFamilyPhones = 20;

    /// <summary>Pairs of persons who give one info@ address.</summary>
    public const int SharedEmails = 10;

    /// <summary>Pairs of one name with nothing else in common.</summary>
    public const int SameNames = 25;

    /// <summary>Records with a word such as null, n/a or 0000 in place of a missing value.</summary>
    public const int JunkAccountEmails = 8;
    public const int JunkAccountPhones = 24;
    public const int JunkCardEmails = 30;
    public const int JunkCardPhones = 16;

    /// <summary>The licence asks for the source to be named wherever the data is shown.</summary>
    public const string SourceSentence =
        "The purchases are the invoices of a British gift wholesaler: Online Retail, Daqing Chen, UCI Machine Learning Repository, CC BY 4.0, the months December 2010 to June 2011. The persons are made up, and so is what was said with them, sold to them, promised to them and mailed to them; what of that is open or was done lately is dated from the day of loading.";

    public static readonly DemoImport AccountsImport = new(WebShop, AccountsFile, "customers", ',', "yyyy-MM-dd", "demo.phase.accounts", new Dictionary<string, string>
    {
        ["id"] = "CustomerNo", ["kind"] = "Kind", ["title"] = "Title", ["given"] = "FirstName", ["family"] = "LastName",
        ["company"] = "Company", ["email"] = "Email", ["phone"] = "Phone", ["street"] = "Street", ["city"] = "City",
        ["postal"] = "PostalCode", ["country"] = "Country", ["birth"] = "BirthDate", ["language"] = "Language",
        ["since"] = "Registered",
    });

    public static readonly DemoImport CardsImport = new(LoyaltyCards, CardsFile, "customers", ';', "dd/MM/yyyy", "demo.phase.cards", new Dictionary<string, string>
    {
        ["id"] = "CARD_NO", ["name"] = "CARDHOLDER", ["birth"] = "DOB", ["sex"] = "SEX", ["street"] = "ADDRESS_LINE",
        ["city"] = "TOWN", ["postal"] = "POSTCODE", ["country"] = "COUNTRY_IF_ABROAD", ["phone"] = "TEL_NO",
        ["email"] = "E_MAIL", ["since"] = "ISSUED_ON",
    });

    public static readonly DemoImport NewsletterImport = new(Newsletter, NewsletterFile, "customers", '\t', "yyyy-MM-dd HH:mm", "demo.phase.newsletter", new Dictionary<string, string>
    {
        ["id"] = "subscriber", ["name"] = "full name", ["email"] = "e-mail", ["phone"] = "telephone", ["city"] = "city",
        ["country"] = "country", ["language"] = "language", ["interests"] = "interests", ["acquired"] = "came from",
        ["since"] = "joined", ["consent_email"] = "consent_email", ["consent_email_at"] = "consent_email_at",
        ["consent_phone"] = "consent_phone", ["consent_phone_at"] = "consent_phone_at",
    });

    public static readonly DemoImport OrdersImport = new(WebShop, OrdersFile, "order-lines", ',', "yyyy-MM-dd'T'HH:mm:ss'Z'", "demo.phase.orders", new Dictionary<string, string>
    {
        ["order"] = "InvoiceNo", ["product"] = "StockCode", ["name"] = "Description", ["quantity"] = "Quantity",
        ["at"] = "InvoiceDate", ["price"] = "UnitPrice", ["customer"] = "CustomerID", ["country"] = "Country",
    });

    public static readonly DemoImport ContactsImport = new(WebShop, ContactsFile, "interactions", ',', "yyyy-MM-dd HH:mm", "demo.phase.contacts", new Dictionary<string, string>
    {
        ["id"] = "contact", ["customer"] = "account", ["at"] = "when", ["kind"] = "how", ["direction"] = "direction", ["subject"] = "about", ["text"] = "note", ["outcome"] = "result", ["owner"] = "who", ["mood"] = "mood",
    });

    public static readonly DemoImport TicketsImport = new(WebShop, TicketsFile, "tickets", ',', "yyyy-MM-dd HH:mm", "demo.phase.tickets", new Dictionary<string, string>
    {
        ["id"] = "case", ["customer"] = "account", ["at"] = "opened", ["kind"] = "type", ["reason"] = "cause", ["subject"] = "title", ["text"] = "details",
        ["answered"] = "first answer", ["solved"] = "solved", ["closed"] = "closed", ["solution"] = "solution", ["owner"] = "who",
    });

    public static readonly DemoImport DealsImport = new(WebShop, DealsFile, "opportunities", ',', "yyyy-MM-dd", "demo.phase.deals", new Dictionary<string, string>
    {
        ["id"] = "deal", ["customer"] = "account", ["name"] = "title", ["stage"] = "stage", ["amount"] = "value", ["opened"] = "opened", ["closed"] = "closed", ["expected"] = "expected",
        ["competitors"] = "rival", ["next_step"] = "next step", ["owner"] = "who",
    });

    public static readonly DemoImport TasksImport = new(WebShop, TasksFile, "tasks", ',', "yyyy-MM-dd HH:mm", "demo.phase.tasks", new Dictionary<string, string>
    {
        ["id"] = "task", ["customer"] = "account", ["subject"] = "what", ["kind"] = "kind", ["due"] = "due", ["created"] = "made", ["done"] = "finished", ["priority"] = "priority", ["promised_to"] = "promised to", ["owner"] = "who",
    });

    public static readonly DemoImport HandOversImport = new(WebShop, HandOversFile, "tasks", ',', "yyyy-MM-dd HH:mm", "demo.phase.tasks", new Dictionary<string, string>
    {
        ["id"] = "hand-over", ["customer"] = "account", ["subject"] = "what", ["kind"] = "kind", ["from_team"] = "from", ["team"] = "to", ["owner"] = "who", ["due"] = "due", ["created"] = "made",
        ["accepted"] = "accepted", ["done"] = "finished", ["returned"] = "sent back because",
    });

    public static readonly DemoImport ObjectionsImport = new(WebShop, ObjectionsFile, "objections", ',', "yyyy-MM-dd HH:mm", "demo.phase.objections", new Dictionary<string, string>
    {
        ["customer"] = "account", ["at"] = "when", ["said"] = "objection", ["kind"] = "sort", ["answer"] = "answer", ["worked"] = "dissolved", ["product"] = "article", ["owner"] = "heard by",
    });

    public static readonly DemoImport AgreementsImport = new(WebShop, AgreementsFile, "agreements", ',', "yyyy-MM-dd", "demo.phase.relations", new Dictionary<string, string>
    {
        ["customer"] = "account", ["agreement"] = "agreement", ["kind"] = "sort", ["number"] = "number", ["starts"] = "from", ["ends"] = "until", ["note"] = "remark",
    });

    public static readonly DemoImport RelationsImport = new(WebShop, RelationsFile, "relations", ',', "yyyy-MM-dd", "demo.phase.relations", new Dictionary<string, string>
    {
        ["customer"] = "account", ["relation"] = "stands", ["other"] = "to account", ["role"] = "as", ["buying"] = "part in buying",
    });

    public static readonly DemoImport LeadsImport = new(WebShop, LeadsFile, "leads", ',', "yyyy-MM-dd HH:mm", "demo.phase.leads", new Dictionary<string, string>
    {
        ["id"] = "account", ["source"] = "where from", ["source_kind"] = "sort", ["source_cost"] = "spent", ["interested_in"] = "asked for", ["budget"] = "budget", ["need"] = "need", ["decider"] = "decides", ["soon"] = "soon", ["lead_at"] = "when", ["deal"] = "became",
    });

    /// <summary>In the order in which they are read: tickets behind the orders, since their weight follows from what the customer has spent; leads behind the deals that came of them.</summary>
    public static IReadOnlyList<DemoImport> Imports { get; } = [AccountsImport, CardsImport, NewsletterImport, OrdersImport, ContactsImport, TicketsImport, DealsImport, TasksImport, HandOversImport, LeadsImport, ObjectionsImport, AgreementsImport, RelationsImport];

    /// <summary>The packed invoices, which lie beside the program and are read where they are.</summary>
    public static string PackedOrders => Path.Combine(AppContext.BaseDirectory, "Demo", "Data", OrdersFile);

    /// <summary>Where the file of an import is, once <see cref="DemoFiles.Write"/> has filled the folder.</summary>
    public static string PathOf(DemoImport import, string folder) =>
        import.FileName == OrdersFile ? PackedOrders : Path.Combine(folder, import.FileName);
}
