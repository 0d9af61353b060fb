using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;

namespace Patron.IdentityResolution.ShowSources;

/// <summary>The list's filter and column about the systems that know a customer.</summary>
internal sealed class SourceParts(ISources sources) : IListParts
{
    public async ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (all, text, mask) = (await sources.All(ct), scope.Sentences, scope.Snapshot[CustomerColumns.Sources]);
        var choices = all.Select(s => new FilterChoice(s.Id.ToString(), s.Shown(text))).ToArray();
        return new(
            choices.Length == 0 ? [] : [ListFilter.OneOf("source", text["identity.source"], 55, several: true, choices, Any, text)],
            [new("sources", text["identity.sources"], 120)
            {
                Show = row => Words(row, ", "), Plain = row => Words(row, ";"),
            }],
            []);

        CustomerQuery Any(IReadOnlyList<string> chosen) =>
            new CustomerQuery.FlagsAny(CustomerColumns.Sources, all.Where(s => chosen.Contains(s.Id.ToString())).Aggregate(0UL, (flags, s) => flags | 1UL << s.Number));

        string Words(ListRow row, string between) => string.Join(between, all.Where(s => (mask[row.Index] >> s.Number & 1) != 0).Select(s => s.Shown(text)));
    }
}
