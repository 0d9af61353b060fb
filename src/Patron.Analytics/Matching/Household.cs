namespace Patron.Analytics.Matching;

/// <summary>
/// Persons of one household (couples, twins, father and son of one name) agree in all that a household shares, as records of one person do. They are a
/// third kind of pairs beside those of one person and of strangers: in what is shared they agree like one person, in what is a person's own like strangers.
/// Without it their pairs would be learnt as those of one person, and telephone, street and surname together would join them.
/// </summary>
internal static class Household
{
    /// <summary>No such pairs.</summary>
    public const double None = -100;

    /// <summary>Whether members of a household have it in common.</summary>
    public static bool Shares(FieldRole role) => role is FieldRole.FamilyName or FieldRole.StreetNumber or FieldRole.Street or FieldRole.City or FieldRole.Region or FieldRole.PostalCode
        or FieldRole.Country or FieldRole.Phone or FieldRole.Text;

    /// <summary>The same for one kind of agreement: full names that have a word in common, and no more, have what families share.</summary>
    public static bool Shares(FieldRole role, Agreement level) => Shares(role) || role == FieldRole.FullName && level == Agreement.Partial;

    /// <summary>
    /// Of what is a person's own, so many bits of agreement say nothing against a household: one pair in 32 of a household agrees in it all the same
    /// (twins in the day of birth, father and son in the given name, couples in the e-mail address).
    /// </summary>
    public const float Own = 5;

    /// <summary>What a field's weight says for two persons of a household, in bits.</summary>
    public static float Kin(float bits, bool shared) => shared ? bits : Math.Max(0, bits - Own);

    /// <summary>The weight of one person against both others: log2 of p1 / (p0 + p2), where <paramref name="bits"/> is p1 / p0 and <paramref name="kin"/> p2 / p0.</summary>
    public static float Against(float bits, float kin) => kin < -8 ? bits : kin > 24 ? bits - kin : bits - MathF.Log2(1 + MathF.Pow(2, kin));
}
