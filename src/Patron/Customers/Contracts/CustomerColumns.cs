using Patron.Analytics.Base;

namespace Patron.Customers.Contracts;

/// <summary>The columns that Customers puts in the customer base.</summary>
public static class CustomerColumns
{
    /// <summary>As shown.</summary>
    public static readonly TextKey Name = new("name");
    public static readonly TextKey LatinName = new("latin-name");

    /// <summary>"person" or "organisation".</summary>
    public static readonly CategoryKey Kind = new("kind");
    public static readonly CategoryKey City = new("city");
    public static readonly CategoryKey Region = new("region");

    /// <summary>ISO 3166 alpha-2.</summary>
    public static readonly CategoryKey Country = new("country");
    public static readonly CategoryKey Language = new("language");

    /// <summary>"female", "male", "other".</summary>
    public static readonly CategoryKey Sex = new("sex");
    public static readonly CategoryKey Acquired = new("acquired");

    /// <summary>The id of the user who looks after the customer, as text.</summary>
    public static readonly CategoryKey Owner = new("owner");

    /// <summary>The form of our relation, in the words in which it was said; the team's id as text.</summary>
    public static readonly CategoryKey Level = new("level");
    public static readonly CategoryKey Service = new("service");
    public static readonly CategoryKey ServiceChannel = new("service-channel");
    public static readonly CategoryKey Team = new("team");
    public static readonly CategoryKey Membership = new("membership");

    /// <summary>Day number on which the last contract ends that has an end.</summary>
    public static readonly NumberKey ContractEnds = new("contract-ends");

    /// <summary>Others to whom the customer recommended us.</summary>
    public static readonly NumberKey Referrals = new("referrals");

    /// <summary>Each recommendation, from the day on which it was said first; the amount is the id of the other customer.</summary>
    public static readonly FactKey Recommended = new("recommended");

    /// <summary>Each membership and contract from its first day until after its last, open where nobody knows them. Words: <see cref="MembershipWord"/> or <see cref="ContractWord"/>.</summary>
    public static readonly FactKey Agreements = new("agreements");
    public const string MembershipWord = "membership", ContractWord = "contract";

    /// <summary>The value of a ready-made field of few values, such as marital_status; numbers and days as they are stored.</summary>
    public static CategoryKey Field(string key) => new("field." + key);

    /// <summary>The keys of those ready-made fields.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "marital_status", "household", "children", "youngest_child", "education", "income_class", "employment", "occupation", "social_class", "lifestyle", "personality",
        "industry", "size", "business_state", "company_type", "address_kind", "region_code", "sales_territory", "media_area", "credit_class", "ethnic_group", "religion",
    ];

    /// <summary>Day numbers.</summary>
    public static readonly NumberKey Since = new("since");
    public static readonly NumberKey Birth = new("birth");

    /// <summary>Day number (UTC) on which Patron first knew the customer.</summary>
    public static readonly NumberKey Created = new("created");

    /// <summary>Bit n: a record of the source with number n is joined.</summary>
    public static readonly FlagsKey Sources = new("sources");

    /// <summary>See <see cref="ReachFlags"/>.</summary>
    public static readonly FlagsKey Reach = new("reach");
}

/// <summary>By what a customer can be reached, whether or not it is allowed.</summary>
public static class ReachFlags
{
    public const ulong Email = 1;
    public const ulong Phone = 2;
    public const ulong Letter = 4;
}
