namespace Patron.Imports.Reading;

/// <summary>What is counted of one column while its rows go by.</summary>
internal sealed class ColumnTally(string name, int index)
{
    private const int MostSamples = 5;
    private const int LongestSample = 200;
    private const int LongestDistinct = 200;
    private const double Enough = 0.9;
    private const int FewestForKey = 20;

    private readonly Dictionary<ValueKind, int> hits = [];
    private readonly Dictionary<NameScript, int> scripts = [];
    private readonly HashSet<string> distinct = new(StringComparer.Ordinal);
    private readonly List<string> samples = [];
    private readonly DateGuess dates = new();
    private readonly NumberGuess numbers = new();
    private long filled;
    private int sampled;
    private int maxLength;
    private bool repeated;

    public void Add(ReadOnlySpan<char> value, bool inSample)
    {
        if (value.IsEmpty)
        {
            return;
        }

        filled++;
        maxLength = Math.Max(maxLength, value.Length);
        if (inSample)
        {
            Recognise(value);
        }

        // Once a sample has shown that a column holds no dates (or numbers), its other rows need not be tried.
        if (inSample || dates.Result() is not null)
        {
            dates.Add(value);
        }

        if (inSample || numbers.Result() is not null)
        {
            numbers.Add(value);
        }
    }

    public ColumnProfile Build(long rows)
    {
        var date = dates.Result();
        var number = numbers.Result();
        var shares = hits.ToDictionary(h => h.Key, h => (double)h.Value / sampled);
        var unique = !repeated && distinct.Count > 1;
        var (kind, share) = Decide(shares, date, number, unique);
        var reasons = new List<Reason>();
        var dated = kind is ValueKind.Date or ValueKind.Timestamp;
        if (dated)
        {
            reasons.Add(date!.Value.Why);
            if (date.Value.Format.HasShortYear)
            {
                reasons.Add(Reason.Of("imports.detected.date.short_year"));
            }
        }
        else if (kind is ValueKind.Decimal or ValueKind.Money)
        {
            reasons.Add(number!.Value.Why);
        }

        var script = scripts.Count == 0 ? NameScript.None
            : scripts.Count == 1 ? scripts.Keys.First()
            : scripts.MaxBy(s => s.Value) is var most && most.Value >= Enough * scripts.Values.Sum() ? most.Key : NameScript.Mixed;
        return new ColumnProfile(name, index, rows, filled, kind, share, shares, unique, script, samples, maxLength, date?.Format, number?.Format, reasons)
        {
            Distinct = distinct.Count, DateWays = dates.Ways(), NumberWays = numbers.Ways(),
        };
    }

    private void Recognise(ReadOnlySpan<char> value)
    {
        sampled++;
        var kept = (value.Length <= LongestDistinct ? value : value[..LongestDistinct]).ToString();
        if (distinct.Add(kept))
        {
            if (samples.Count < MostSamples)
            {
                samples.Add(value.Length <= LongestSample ? kept : kept + "…");
            }
        }
        else
        {
            repeated = true;
        }

        Hit(ValueKind.Email, ValueRecognition.IsEmail(value));
        Hit(ValueKind.Phone, ValueRecognition.IsPhone(value));
        Hit(ValueKind.Integer, ValueRecognition.IsInteger(value));
        Hit(ValueKind.Currency, NumberText.CurrencyOf(value) is not null);
        Hit(ValueKind.Country, KnownWords.Country(value) is not null);
        Hit(ValueKind.PostalCode, ValueRecognition.IsPostalCode(value));
        Hit(ValueKind.PersonName, ValueRecognition.IsPersonName(value));
        Hit(ValueKind.Sex, KnownWords.Sex(value) is not null);
        Hit(ValueKind.Language, KnownWords.Language(value) is not null);
        Hit(ValueKind.YesNo, KnownWords.IsYes(value) is not null);
        Hit(ValueKind.Id, ValueRecognition.IsKey(value));
        if (ValueRecognition.IsDate(value, out var hasTime))
        {
            Hit(hasTime ? ValueKind.Timestamp : ValueKind.Date, true);
        }

        if (ValueRecognition.IsNumber(value))
        {
            Hit(NumberText.HasCurrency(value) ? ValueKind.Money : ValueKind.Decimal, true);
        }

        var script = ValueRecognition.ScriptOf(value);
        if (script != NameScript.None)
        {
            scripts[script] = scripts.GetValueOrDefault(script) + 1;
        }
    }

    private void Hit(ValueKind kind, bool found)
    {
        if (found)
        {
            hits[kind] = hits.GetValueOrDefault(kind) + 1;
        }
    }

    /// <summary>The most telling kind that nearly all values have: what few strings are by chance comes first.</summary>
    private (ValueKind Kind, double Share) Decide(
        Dictionary<ValueKind, double> shares,
        (DateFormat Format, bool HasTime, double Share, Reason Why)? date,
        (NumberFormat Format, bool Whole, bool Money, double Share, Reason Why)? number,
        bool unique)
    {
        if (filled == 0)
        {
            return (ValueKind.Empty, 1);
        }

        if (date is { } d)
        {
            return (d.HasTime ? ValueKind.Timestamp : ValueKind.Date, d.Share);
        }

        var plainDigits = shares.GetValueOrDefault(ValueKind.Integer) >= Enough;
        ValueKind[] words = plainDigits
            ? []
            : [ValueKind.Email, ValueKind.Sex, ValueKind.YesNo, ValueKind.Currency, ValueKind.Country, ValueKind.Language, ValueKind.Phone];
        foreach (var kind in words)
        {
            if (shares.GetValueOrDefault(kind) is var share && share >= Enough)
            {
                return (kind, share);
            }
        }

        var keys = shares.GetValueOrDefault(ValueKind.Id);
        var isKey = unique && distinct.Count >= FewestForKey && keys >= Enough;
        if (number is { } n && !(isKey && n.Whole))
        {
            // Digits that may begin with zero (01581) are codes, not counts.
            var codes = n.Whole && !plainDigits && shares.GetValueOrDefault(ValueKind.PostalCode) >= Enough;
            return (n.Money ? ValueKind.Money : codes ? ValueKind.PostalCode : n.Whole ? ValueKind.Integer : ValueKind.Decimal, n.Share);
        }

        if (isKey)
        {
            return (ValueKind.Id, keys);
        }

        return shares.GetValueOrDefault(ValueKind.PostalCode) is >= Enough and var postal ? (ValueKind.PostalCode, postal)
            : shares.GetValueOrDefault(ValueKind.PersonName) is >= Enough and var named ? (ValueKind.PersonName, named)
            : (ValueKind.Text, 1);
    }
}
