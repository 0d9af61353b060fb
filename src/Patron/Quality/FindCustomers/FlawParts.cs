using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Quality.FindCustomers;

/// <summary>The lists to repair: customers whose records of a source have a flaw in a field, as a filter of the customers list.</summary>
internal sealed class FlawParts(ISources sources) : IListParts
{
    public const string Filter = "flaw";

    public async ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (all, text) = (await sources.All(ct), scope.Sentences);
        return new([new(Filter, text["quality.filter"], 260) { Read = values => Read(values[0], all, scope), Control = Choices(all, scope) }], [], []);
    }

    /// <summary>The filter's value: SOURCE.FIELD.FLAW.</summary>
    public static string ValueOf(SourceId source, QualityField field, Flaw flaw) => $"{source}.{field.Key}.{QualityFields.WordOf(flaw)}";

    /// <summary>The flaw in words: e-mail missing.</summary>
    public static string Words(Sentences text, QualityField field, Flaw flaw) =>
        text.Get("quality.flaw", new { field = text[$"quality.field.{field.Key}"], flaw = QualityFields.WordOf(flaw) });

    /// <summary>The flaws that somebody has, by source and field; null where nobody has one.</summary>
    private static FilterControl.Choices? Choices(IReadOnlyList<SourceInfo> sources, ListScope scope)
    {
        var dictionary = scope.Snapshot[FlawCode.Key].Dictionary;
        var flaws = Enumerable.Range(1, Math.Max(0, dictionary.Count - 1)).SelectMany(code => FlawCode.Read(dictionary.Name(code))).ToLookup(f => f.Number);
        FilterChoice[] choices =
        [
            .. from source in sources
               from field in QualityFields.All
               from flaw in Enum.GetValues<Flaw>()
               where flaws[source.Number].Any(f => f.Has(flaw, field))
               select new FilterChoice(ValueOf(source.Id, field, flaw), $"{source.Shown(scope.Sentences)}: {Words(scope.Sentences, field, flaw)}"),
        ];
        return choices.Length == 0 ? null : new(choices, Several: true);
    }

    private static FilterReading? Read(IReadOnlyList<string> values, IReadOnlyList<SourceInfo> sources, ListScope scope)
    {
        var wanted = values.Select(v => Parse(v, sources)).OfType<Wanted>().ToArray();
        if (wanted.Length == 0) return null;
        var dictionary = scope.Snapshot[FlawCode.Key].Dictionary;
        var codes = Enumerable.Range(1, dictionary.Count - 1).Select(dictionary.Name).Where(code => FlawCode.Read(code).Any(f => wanted.Any(w => w.Source.Number == f.Number && f.Has(w.Flaw, w.Field))));
        return new(new CustomerQuery.CategoryIn(FlawCode.Key, [.. codes]), string.Join(", ", wanted.Select(w => $"{w.Source.Name}: {Words(scope.Sentences, w.Field, w.Flaw)}")));
    }

    private static Wanted? Parse(string value, IReadOnlyList<SourceInfo> sources) =>
        value.Split('.') is [var source, var field, var flaw] && IdText.TryRead(source, out SourceId id) && sources.FirstOrDefault(s => s.Id == id) is { } known
        && QualityFields.Find(field) is { } of && QualityFields.FlawOf(flaw) is { } what
            ? new(known, of, what) : null;

    private sealed record Wanted(SourceInfo Source, QualityField Field, Flaw Flaw);
}
