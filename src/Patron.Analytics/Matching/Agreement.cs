namespace Patron.Analytics.Matching;

/// <summary>How two values of one field agree, from best to worst. A field uses the kinds that its role knows.</summary>
public enum Agreement : byte
{
    /// <summary>At least one of the two is missing: says nothing, weighs nothing.</summary>
    Missing,

    /// <summary>The same text.</summary>
    Exact,

    /// <summary>Another way to write the same: nickname, other order of words, e-mail without tag and dots, phone with and without prefix.</summary>
    Equivalent,

    /// <summary>Given and family name changed places; day and month of a date changed places.</summary>
    Swapped,

    /// <summary>One typing error: a letter too many, too few, another, or two neighbours changed.</summary>
    Slip,

    /// <summary>Alike: two typing errors, a Jaro-Winkler similarity of .88 or more, most words shared, same local part of an e-mail address.</summary>
    Near,

    /// <summary>Something in common: an initial, a beginning, a rarer word, the same year.</summary>
    Partial,

    /// <summary>Nothing in common that counts.</summary>
    Different,
}
