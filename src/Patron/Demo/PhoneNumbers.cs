using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>A number as its country writes it, without the trunk prefix.</summary>
internal readonly record struct PhoneNumber(string Dial, string Trunk, string National)
{
    /// <summary>All digits behind the plus sign: equal for one number however it is written.</summary>
    public string Digits => Dial + string.Concat(National.Where(char.IsAsciiDigit));

    public string International => $"+{Dial} {National}";

    /// <summary>0044 20 7946 0321.</summary>
    public string WithExitCode => $"00{Dial} {National}";

    public string Domestic => Trunk + National;

    /// <summary>02079460321.</summary>
    public string DomesticDigits => string.Concat(Domestic.Where(char.IsAsciiDigit));
}

/// <summary>Gives every number once. The ranges are small: those reserved for fiction have a hundred or a thousand numbers.</summary>
internal sealed class PhoneNumbers(Randomizer random)
{
    private readonly Dictionary<string, int> _given = [];

    public PhoneNumber Next(Country country, Place place)
    {
        var patterns = random.Shuffle(country.Phones).ToList();
        // Most people of a town with a range of its own have a number of the town; it is also what is left when the mobiles are used up.
        if (place.Phone is { } ofTown)
            patterns.Insert(random.Bool(0.8f) ? 0 : patterns.Count, ofTown);
        foreach (var pattern in patterns)
        {
            if (Next(pattern) is { } national)
                return new PhoneNumber(country.Dial, country.Trunk, national);
        }
        throw new InvalidOperationException($"No phone number is left in {place.City}: add a pattern to countries.tsv or places.tsv.");
    }

    private string? Next(string pattern)
    {
        var places = pattern.Count(c => c == '#');
        var capacity = 1;
        for (var i = 0; i < places; i++)
            capacity *= 10;
        var n = _given.GetValueOrDefault(pattern);
        if (n == capacity)
            return null;
        _given[pattern] = n + 1;
        // A stride without a common factor with ten visits every number once and looks like no sequence.
        var digits = ((n * 7919L + 137) % capacity).ToString(CultureInfo.InvariantCulture).PadLeft(places, '0');
        var next = 0;
        return string.Concat(pattern.Select(c => c == '#' ? digits[next++] : c));
    }
}
