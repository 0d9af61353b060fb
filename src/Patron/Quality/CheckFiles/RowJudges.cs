using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Quality.ReckonQuality;

namespace Patron.Quality.CheckFiles;

/// <summary>A customers file, judged as the records that come of it are: see <see cref="RecordSweep"/>.</summary>
/// <param name="country">Of the source.</param>
/// <param name="home">Of the organisation.</param>
/// <param name="limited">Fields that have a limit; custom ones among them are looked at besides those that every file may have.</param>
internal sealed class CustomerRowJudge(Values values, string? country, string home, IEnumerable<string> limited) : RowJudge
{
    private static readonly string[] Order =
        ["id", "kind", "name", "given", "family", "company", "email", "phone", "street", "city", "region", "postal", "country", "birth", "sex", "language", "time_zone", "acquired", "since"];

    public override IReadOnlyList<string> Fields { get; } = [.. Order, .. limited.Select(QualityFields.CustomKey).OfType<string>().Distinct()];

    public override Judged Judge(string field, ReadOnlySpan<FieldSeen> row)
    {
        var organisation = At("kind", row).Text == "organisation";
        if (organisation && field is "birth" or "sex") return default;
        if (field == "person") return Person(row);
        if (QualityFields.CustomKey(field) is { } own) return Custom(row[Fields.Index().Last(f => f.Item == own).Index]);
        var seen = field == "name" ? Name(row) : At(field, row);
        if (!seen.There || seen.Unreadable) return new(true, seen.There, false, null);
        var text = seen.Text ?? "";
        var place = At("country", row).Text ?? country;
        return field switch
        {
            "id" => new(true, true, true, Prints.Of(text)),
            "name" => new(true, true, Values.IsName(text), null),
            "email" => Key(ContactKeys.Email(text)),
            "phone" => Key(ContactKeys.Phone(text, place ?? home)),
            "postal" => new(true, true, Values.IsPostal(text, place), null),
            "country" => new(true, true, Values.IsCountry(text), null),
            "language" => new(true, true, Values.IsLanguage(text), null),
            "time_zone" => new(true, true, values.IsTimeZone(text), null),
            "birth" => new(true, true, seen.Day is { } day && values.IsBirth(day), null),
            _ => new(true, true, true, null),
        };
    }

    /// <summary>What the import could not read as the field's type is invalid; the same text or number again is a duplicate.</summary>
    private static Judged Custom(FieldSeen seen) => new(true, seen.There, !seen.Unreadable, seen.Text is { } text ? Prints.Of(text) : null);

    private static Judged Key(string? key) => new(true, true, key is not null, key is null ? null : Prints.Of(key));

    private static Judged Person(ReadOnlySpan<FieldSeen> row) =>
        Name(row).Text is { } name && At("birth", row).Day is { } birth ? new(true, true, true, Prints.Of(name.Trim().ToUpperInvariant(), birth)) : default;

    /// <summary>As the record will be called.</summary>
    private static FieldSeen Name(ReadOnlySpan<FieldSeen> row)
    {
        var name = At("name", row);
        if (name.There) return name;
        var (given, family) = (At("given", row).Text, At("family", row).Text);
        return (given ?? family) is null ? At("company", row) : new(true, false, $"{given} {family}".Trim(), null);
    }

    private static FieldSeen At(string field, ReadOnlySpan<FieldSeen> row) => row[Array.IndexOf(Order, field)];
}

/// <summary>Every other kind of file: what the import could not read is invalid, and a text that comes again is a duplicate.</summary>
internal sealed class PlainRowJudge(IReadOnlyList<QualityLimit> limits) : RowJudge
{
    public override IReadOnlyList<string> Fields { get; } = [.. limits.Select(l => l.Field).Distinct()];

    public override Judged Judge(string field, ReadOnlySpan<FieldSeen> row)
    {
        var seen = row[Fields.Index().First(f => f.Item == field).Index];
        return new(true, seen.There, !seen.Unreadable, seen.Text is { } text ? Prints.Of(text) : null);
    }
}
