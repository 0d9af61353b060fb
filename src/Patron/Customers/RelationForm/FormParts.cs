using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Customers.FindCustomers;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.RelationForm;

/// <summary>The list's filters and columns about the form of the relation; each only where somebody has said something of it.</summary>
internal sealed class FormParts(TermLists lists, IServingTeams teams) : IListParts
{
    private const string None = "none";

    public async ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (snapshot, text) = (scope.Snapshot, scope.Sentences);
        CategoryKey[] keys = [CustomerColumns.Level, CustomerColumns.Service, CustomerColumns.ServiceChannel, CustomerColumns.Team, CustomerColumns.Membership];
        if (keys.All(k => snapshot[k].Dictionary.Count < 2) && !AnyEnds(snapshot)) return ListParts.None;
        var terms = await lists.Read(ct);
        var named = (await teams.All(ct)).ToDictionary(t => t.Id.ToString(), t => t.Name);
        List<ListFilter> filters = [];
        List<ListColumn> columns = [];
        Add(CustomerColumns.Level, "customers.form.level", 53, said => terms.Called(TermList.Levels, said), [.. terms.Levels.Select(t => t.Name)]);
        Add(CustomerColumns.Service, "customers.form.service", 54, said => terms.Called(TermList.Services, said), [.. terms.Services.Select(t => t.Name)]);
        Add(CustomerColumns.ServiceChannel, "customers.form.channel", 55, said => terms.Called(TermList.Channels, said), [.. terms.Channels.Select(t => t.Name)]);
        Add(CustomerColumns.Team, "customers.form.team", 56, said => named.GetValueOrDefault(said, said), []);
        Add(CustomerColumns.Membership, "customers.form.membership", 57, said => said, []);
        if (AnyEnds(snapshot))
        {
            var ends = snapshot[CustomerColumns.ContractEnds];
            filters.Add(RangeFilter.Days(CustomerColumns.ContractEnds.Name, text["customers.form.contract-ends"], 58, scope, (from, to) => new CustomerQuery.NumberBetween(CustomerColumns.ContractEnds, from, to)));
            columns.Add(new(CustomerColumns.ContractEnds.Name, text["customers.form.contract-ends"], 131)
            {
                Number = true, Sort = new SortBy.Number(CustomerColumns.ContractEnds),
                Show = row => ends[row.Index] == NumberKey.Missing ? Formats.Missing : text.Formats.DayShort(DateOnly.FromDayNumber((int)ends[row.Index])),
                Plain = row => ends[row.Index] == NumberKey.Missing ? null : $"{DateOnly.FromDayNumber((int)ends[row.Index]):yyyy-MM-dd}",
            });
        }
        return new(filters, columns, []);

        void Add(CategoryKey key, string label, int order, Func<string, string> called, IReadOnlyList<string> inOrder)
        {
            var column = snapshot[key];
            if (column.Dictionary.Count < 2) return;
            // Several words may mean the same today: an old name, another spelling, a team said by its name.
            var said = Enumerable.Range(1, column.Dictionary.Count - 1).Select(column.Dictionary.Name).ToLookup(called, StringComparer.OrdinalIgnoreCase);
            var compare = StringComparer.Create(Names.Culture(text.Language), ignoreCase: true);
            FilterChoice[] choices =
            [
                .. said.Select(s => s.Key).OrderBy(name => inOrder.Index().Where(t => t.Item == name).Select(t => t.Index).FirstOrDefault(int.MaxValue)).ThenBy(name => name, compare).Select(name => new FilterChoice(name, name)),
                new(None, text["customers.filter.unknown"]),
            ];
            filters.Add(ListFilter.OneOf(key.Name, text[label], order, several: true, choices, chosen => Query(key, [.. chosen.Where(c => c != None).SelectMany(c => said[c])], chosen.Contains(None)), text));
            columns.Add(new(key.Name, text[label], order + 73)
            {
                Sort = new SortBy.Category(key, Names.Culture(text.Language), called),
                Show = row => column[row.Index] is { Length: > 0 } word ? called(word) : Formats.Missing, Plain = row => column[row.Index] is { Length: > 0 } word ? called(word) : null,
            });
        }
    }

    private static bool AnyEnds(CustomerBaseSnapshot snapshot) => snapshot.Select(new CustomerQuery.NumberBetween(CustomerColumns.ContractEnds, null, null), null, 0).Count() > 0;

    private static CustomerQuery Query(CategoryKey key, string[] said, bool orNone) => (said.Length > 0, orNone) switch
    {
        (true, true) => new CustomerQuery.Any(new CustomerQuery.CategoryIn(key, said), new CustomerQuery.CategoryMissing(key)),
        (true, false) => new CustomerQuery.CategoryIn(key, said),
        _ => new CustomerQuery.CategoryMissing(key),
    };
}
