using System.Collections.Frozen;
using Patron.Customers.Contracts;

namespace Patron.Customers;

/// <summary>Fields that a customer database usually has. They are there for imports, and in forms once one is used.</summary>
internal static class ReadyMadeFields
{
    public static IReadOnlyList<CustomFieldInfo> All { get; } =
    [
        // Persons
        Choice("marital_status", "single", "married", "partnered", "separated", "divorced", "widowed"),
        Number("household"),
        Number("children"),
        Day("youngest_child"),
        Choice("education", "primary", "junior_high", "senior_high", "vocational", "college", "postgraduate"),
        Choice("income_class", "1", "2", "3", "4", "5", "6"),
        Choice("employment", "employed", "part_time", "self_employed", "seeking_work", "student", "homemaker", "retired"),
        Choice("occupation", "professional", "manager", "clerk", "worker", "farmer", "retired", "seeking_work", "student", "homemaker"),
        Choice("social_class", "lower_lower", "upper_lower", "working", "middle", "upper_middle", "lower_upper", "upper_upper"),
        Choice("lifestyle", "plain", "fashion_seeking", "yuppie"),
        Choice("personality", "passive", "sociable", "commanding", "ambitious", "conservative", "liberal", "radical", "independent", "dependent"),
        Text("interests"), Text("identity_number"), Text("description"),

        // Organisations
        Text("short_name"), Text("profile"), Text("industry"),
        Choice("size", "small", "medium", "large"),
        Text("business_state"), Text("main_products"), Text("legal_head"), Text("purchasing_head"), Text("company_type"), Text("location"),
        Text("fax"), Text("web"),

        // Where they live and belong
        Choice("address_kind", "metropolitan", "town", "suburban", "rural"),
        Text("region_code"), Text("sales_territory"), Text("media_area"),

        // Money
        Text("credit_class"), Text("bank"), Text("account_type"), Text("account_number"), Number("payment_period"), Number("supply_balance"),
        YesNo("housing_loan"), YesNo("personal_loan"), YesNo("credit_default"),

        // Special categories of personal data
        Special("ethnic_group"), Special("religion"), Special("health"),
    ];

    public static FrozenDictionary<string, CustomFieldInfo> ByKey { get; } = All.ToFrozenDictionary(f => f.Key, StringComparer.Ordinal);

    private static CustomFieldInfo Text(string key) => new(key, CustomFieldType.Text, null, [], Special: false, InUse: false);

    private static CustomFieldInfo Number(string key) => new(key, CustomFieldType.Number, null, [], Special: false, InUse: false);

    private static CustomFieldInfo YesNo(string key) => new(key, CustomFieldType.YesNo, null, [], Special: false, InUse: false);

    private static CustomFieldInfo Day(string key) => new(key, CustomFieldType.Day, null, [], Special: false, InUse: false);

    private static CustomFieldInfo Choice(string key, params string[] choices) => new(key, CustomFieldType.Choice, null, choices, Special: false, InUse: false);

    private static CustomFieldInfo Special(string key) => new(key, CustomFieldType.Text, null, [], Special: true, InUse: false);
}
