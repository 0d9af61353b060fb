namespace Patron.Imports.Reading;

/// <summary>What the values of a column are recognised as.</summary>
internal enum ValueKind
{
    Empty, Text, Email, Phone, Date, Timestamp, Integer, Decimal, Money, Currency, Country, PostalCode, PersonName, Sex, Language, YesNo, Id,
}

internal enum NameScript { None, Latin, Hangul, Han, Kana, Cyrillic, Mixed }

/// <summary>What the values of one column look like, over a sample or over the whole file.</summary>
/// <param name="Index">place of the column, from 0</param>
/// <param name="Rows">rows looked at</param>
/// <param name="Filled">rows in which the column is not blank</param>
/// <param name="Kind">what the values are recognised as; Id when they all differ and look like keys, Empty when there are none</param>
/// <param name="KindShare">share of the filled values that fit the kind; recognised from 0.9 on</param>
/// <param name="Shares">for every kind that some value could be, the share of the filled values of the sample</param>
/// <param name="Unique">every filled value of the sample differs from the others (at least two)</param>
/// <param name="Samples">up to five values that differ, trimmed, as they stand in the file</param>
/// <param name="MaxLength">characters of the longest value</param>
/// <param name="Date">how dates are written, when they are dates or times</param>
/// <param name="Number">how numbers are written, when they are numbers</param>
/// <param name="Reasons">what the recognition of a date or number format rests on</param>
internal sealed record ColumnProfile(
    string Name,
    int Index,
    long Rows,
    long Filled,
    ValueKind Kind,
    double KindShare,
    IReadOnlyDictionary<ValueKind, double> Shares,
    bool Unique,
    NameScript Script,
    IReadOnlyList<string> Samples,
    int MaxLength,
    DateFormat? Date,
    NumberFormat? Number,
    IReadOnlyList<Reason> Reasons)
{
    /// <summary>Ways to read what looks like a date here, equally good ones; one where there is no doubt, none where nothing does.</summary>
    public IReadOnlyList<DateFormat> DateWays { get; init; } = [];

    /// <summary>How many values of the sample differ.</summary>
    public int Distinct { get; init; }

    /// <summary>Null where nothing is a number.</summary>
    public NumberWays? NumberWays { get; init; }

    /// <summary>Filled rows as a share of all, 0 to 1; 0 of no rows.</summary>
    public double FilledShare => Rows == 0 ? 0 : (double)Filled / Rows;
}
