using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>How a record writes the name: romanised, in its own script, misspelt, in part, not at all, or a company's.</summary>
internal enum NameForm { Latin, Native, Typo, Given, Initial, None, Company }

/// <summary>One line of one system, and what the truth file says about it.</summary>
/// <param name="Email">The address that the line shows, as it truly is; null where it shows none or junk.</param>
/// <param name="Phone">The number that the line shows; null where it shows none or junk.</param>
internal sealed record SourceRow(
    string System, string Id, Person Person, NameForm Form, string? Email, PhoneNumber? Phone, bool HasJunk, string[] Cells);

/// <summary>The words that people and programs put where a value is missing: every fifth gap is filled with one until the given number is reached.</summary>
internal sealed class Junk(int count, params string[] words)
{
    private int _gaps;
    private int _filled;

    public string Fill()
    {
        if (_gaps++ % 5 != 0 || _filled == count)
            return "";
        return words[_filled++ % words.Length];
    }
}

/// <summary>The small differences between what is meant and what is typed.</summary>
internal static class Typing
{
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Two letters swapped, one left out or one doubled, behind the first letter; short words are typed right.</summary>
    public static string Typo(Randomizer random, string word)
    {
        if (word.Length < 5)
            return word;
        var i = random.Number(1, word.Length - 3);
        return random.Number(0, 2) switch
        {
            0 when word[i] != word[i + 1] => word[..i] + word[i + 1] + word[i] + word[(i + 2)..],
            1 => word[..i] + word[(i + 1)..],
            _ => word[..i] + word[i] + word[i..],
        };
    }

    /// <summary>The name as another system has it: misspelt now and then, unless the person is a trap for those who go by names.</summary>
    public static PersonName Retyped(Randomizer random, Person person)
    {
        var name = person.Name!;
        return person.Trap == Trap.None && random.Bool(0.04f) ? name with { Family = Typo(random, name.Family) } : name;
    }

    public static string Native(Person person) =>
        $"{person.Name!.NativeFamily}{person.Name.NativeGiven} {person.Honorific}".TrimEnd();
}
