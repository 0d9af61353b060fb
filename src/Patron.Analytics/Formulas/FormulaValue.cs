namespace Patron.Analytics.Formulas;

/// <summary>What a formula, or a part of it, gives.</summary>
public enum FormulaType : byte
{
    /// <summary>A number.</summary>
    Number = 1,
    /// <summary>A text.</summary>
    Text = 2,
    /// <summary>Yes or no.</summary>
    Truth = 3,
}

/// <summary>A value, or none: what is reckoned from a missing value is missing.</summary>
public readonly record struct FormulaValue
{
    /// <summary>The number, or 1 and 0 for yes and no; NaN for a text and where there is none.</summary>
    public double Number { get; private init; }

    /// <summary>The text; null for a number and where there is none.</summary>
    public string? Text { get; private init; }

    /// <summary>There is no value.</summary>
    public bool IsMissing => Text is null && double.IsNaN(Number);

    /// <summary>No value.</summary>
    public static FormulaValue Missing { get; } = new() { Number = double.NaN };

    /// <summary>A number; what is not finite is missing.</summary>
    public static FormulaValue Of(double number) => new() { Number = double.IsFinite(number) ? number : double.NaN };

    /// <summary>A text; empty or null is missing.</summary>
    public static FormulaValue Of(string? text) => string.IsNullOrEmpty(text) ? Missing : new() { Number = double.NaN, Text = text };

    /// <summary>Yes or no.</summary>
    public static FormulaValue Of(bool truth) => new() { Number = truth ? 1 : 0 };

    internal bool IsTrue => Number == 1;
}

/// <summary>What is wrong with a formula.</summary>
public enum FormulaFault : byte
{
    /// <summary>It is empty.</summary>
    Empty,
    /// <summary>It is longer, or deeper nested, than <see cref="Formula.Longest"/> and <see cref="Formula.Deepest"/> allow.</summary>
    TooLong,
    /// <summary>A character that belongs to nothing.</summary>
    Character,
    /// <summary>A text without its closing quote.</summary>
    Quote,
    /// <summary>Something else was expected here: a value, a bracket, the end.</summary>
    Unexpected,
    /// <summary>There is no such field.</summary>
    UnknownField,
    /// <summary>There is no such function.</summary>
    UnknownFunction,
    /// <summary>The function takes another number of values.</summary>
    Count,
    /// <summary>A number is wanted where a text stands, or the other way round.</summary>
    Type,
    /// <summary>Limits of bin must be numbers that grow.</summary>
    Limits,
}

/// <summary>What is wrong, and where.</summary>
/// <param name="Position">Of the first character concerned, counted from 0; the length of the text at its end.</param>
/// <param name="Word">What stands there; empty at the end.</param>
public sealed record FormulaError(FormulaFault Fault, int Position, string Word);
