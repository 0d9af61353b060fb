namespace Patron.Demo;

/// <summary>A name as it is romanised and, where the person writes it so, in its own script.</summary>
/// <param name="Culture">Whose list or locale the name is from: ko, zh-Hans, zh-Hant, zh-HK, ja, or a locale such as en_GB.</param>
internal sealed record PersonName(string Culture, string Given, string Family, string? NativeGiven = null, string? NativeFamily = null)
{
    public bool HasNative => NativeFamily is not null;

    /// <summary>Korean and Chinese: the fifth of the demo that most software gets wrong.</summary>
    public bool IsKoreanOrChinese => HasNative && Culture != "ja";
}

internal sealed record Address(string Street, string City, string Postal);

/// <summary>Which of its contact points a later record of a person has in common with the first.</summary>
internal enum Evidence { Both, Email, Phone, None }

/// <summary>Why a person is hard to tell from others.</summary>
internal enum Trap { None, ShopPhone, FamilyPhone, SharedEmail, SameName }

/// <summary>A person or organisation as it truly is, before three systems write it down.</summary>
internal sealed record Person
{
    public required string Id { get; init; }
    public Buyer? Account { get; init; }
    public bool HasCard { get; init; }
    public bool Subscribes { get; init; }

    /// <summary>Null for an organisation.</summary>
    public PersonName? Name { get; init; }

    /// <summary>What stands beside the romanised name: Mrs, Herr; empty where it is not the custom.</summary>
    public string Title { get; init; } = "";

    /// <summary>What follows the name in its own script: 님, 教授; empty for most.</summary>
    public string Honorific { get; init; } = "";

    /// <summary>The organisation itself, or the shop of a person.</summary>
    public string? Company { get; init; }
    public bool IsFemale { get; init; }
    public required Country Country { get; init; }
    public required Place Place { get; init; }
    public required Address Address { get; init; }

    /// <summary>Where the loyalty card still believes the person to live.</summary>
    public Address? OldAddress { get; init; }
    public DateOnly? Birth { get; init; }
    public required string Language { get; init; }

    /// <summary>Whether the person has the web shop write the name in its own script.</summary>
    public bool PrefersNative { get; init; }
    public string Email { get; init; } = "";
    public string OtherEmail { get; init; } = "";
    public PhoneNumber Phone { get; init; }
    public PhoneNumber OtherPhone { get; init; }
    public Evidence OnCard { get; init; }
    public Evidence OnList { get; init; }
    public Trap Trap { get; init; }

    public bool IsOrganisation => Name is null;
    /// <summary>Whether another record of the person shows this address too, so that the first must.</summary>
    public bool EmailIsEvidence => Trap == Trap.SharedEmail
        || (HasCard && OnCard is (Evidence.Both or Evidence.Email)) || (Subscribes && OnList is (Evidence.Both or Evidence.Email));

    public bool PhoneIsEvidence => SharesPhone
        || (HasCard && OnCard is (Evidence.Both or Evidence.Phone)) || (Subscribes && OnList is (Evidence.Both or Evidence.Phone));

    public bool SharesPhone => Trap is Trap.ShopPhone or Trap.FamilyPhone;
}
