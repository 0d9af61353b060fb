using System.Numerics;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Quality.FindCustomers;

/// <summary>Customers whose records of a source have a flaw in a field.</summary>
/// <param name="Spent">Micros that they spent in the year up to the day reckoned for.</param>
internal readonly record struct FlawCount(int Customers, long Spent);

/// <summary>
/// Everything at once: the customers are counted by their combination of flaws, and each combination is taken apart once.
/// Counts what the list shows: known customers whom the asker may see.
/// </summary>
internal sealed class FlawCounts
{
    private readonly Dictionary<(int Number, Flaw Flaw, int Bit), FlawCount> counts = [];
    private readonly int[] customersOf = new int[64];

    private FlawCounts() { }

    public static FlawCounts Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var (made, flaws, sources) = (new FlawCounts(), snapshot[FlawCode.Key], snapshot[CustomerColumns.Sources]);
        var spent = snapshot.Summary(asOf.DayNumber, asOf.AddYears(-1).AddDays(1).DayNumber).Spent;
        var (customers, value) = (new int[flaws.Dictionary.Count], new long[flaws.Dictionary.Count]);
        foreach (var i in snapshot.Select(CustomerQuery.Everyone, visibleTo, asOf.DayNumber).Indexes())
        {
            for (var left = sources[i]; left != 0; left &= left - 1) made.customersOf[BitOperations.TrailingZeroCount(left)]++;
            var code = flaws.Code(i);
            customers[code]++;
            value[code] += spent[i];
        }
        for (var code = 1; code < customers.Length; code++)
            if (customers[code] > 0) made.Add(FlawCode.Read(flaws.Dictionary.Name(code)), customers[code], value[code]);
        return made;
    }

    public FlawCount this[int number, Flaw flaw, QualityField field] => counts.GetValueOrDefault((number, flaw, field.Bit));

    /// <summary>Customers whom the source knows.</summary>
    public int CustomersOf(int number) => customersOf[number];

    private void Add(IReadOnlyList<SourceFlaws> flaws, int customers, long spent)
    {
        foreach (var of in flaws)
        {
            Each(of.Number, Flaw.Missing, of.Missing);
            Each(of.Number, Flaw.Invalid, of.Invalid);
            Each(of.Number, Flaw.Duplicate, of.Duplicate);
        }

        void Each(int number, Flaw flaw, int mask)
        {
            for (var left = mask; left != 0; left &= left - 1)
            {
                var key = (number, flaw, BitOperations.TrailingZeroCount(left));
                var before = counts.GetValueOrDefault(key);
                counts[key] = new(before.Customers + customers, before.Spent + spent);
            }
        }
    }
}
