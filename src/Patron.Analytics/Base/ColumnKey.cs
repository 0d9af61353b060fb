namespace Patron.Analytics.Base;

/// <summary>The typed name of a column; two keys are the same column when kind and name are equal.</summary>
public abstract record ColumnKey(string Name);

/// <summary>A column of whole numbers: amounts in micros, days as <see cref="DateOnly.DayNumber"/>, counts. <see cref="Missing"/> stands for no value.</summary>
public sealed record NumberKey(string Name) : ColumnKey(Name)
{
    /// <summary>Stands for "no value"; never equal to, below or above anything in a query.</summary>
    public const long Missing = long.MinValue;
}

/// <summary>A column with one of few strings for each customer (country, kind); the empty string stands for no value.</summary>
public sealed record CategoryKey(string Name) : ColumnKey(Name);

/// <summary>A column of 64 yes-or-no facts for each customer, as a mask.</summary>
public sealed record FlagsKey(string Name) : ColumnKey(Name);

/// <summary>A column of text to show and to sort by; the empty string stands for no value.</summary>
public sealed record TextKey(string Name) : ColumnKey(Name);

/// <summary>A column of any number of facts for each customer: contacts, messages, tickets, deals, own fields. See <see cref="Fact"/>.</summary>
public sealed record FactKey(string Name) : ColumnKey(Name);
