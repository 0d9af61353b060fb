using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Customers.FindCustomers;

/// <summary>The sets that numbers elsewhere lead to (cells, months, states) as filters, and the columns that go with them.</summary>
internal sealed class SetParts(IEnumerable<ICustomerSets> rooms) : IListParts
{
    private const string Status = "status";
    private static readonly string[] Statuses = ["active", "lost", "never"], Scores = ["recency", "frequency", "spend"], Best = ["5", "4", "3", "2", "1"];

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var filters = rooms.SelectMany(sets => sets.Names.Select((name, at) => Filter(sets, name, 100 + at, scope))).ToArray();
        List<ListColumn> columns = [];
        if (rooms.FirstOrDefault(r => r.Names.Contains(Status)) is { } states) columns.Add(State(states, scope));
        var champions = Scores.All(s => rooms.Any(r => r.Names.Contains(s)));
        List<ListView> views = [];
        // The cells that Home calls so: a name means the same people wherever it stands.
        if (champions) views.Add(new(scope.Sentences["customers.view.champions"], "recency=5&spend=5", 30));
        if (champions) views.Add(new(scope.Sentences["customers.view.lostbig"], "recency=1&spend=5&sort=-spent", 40));
        return ValueTask.FromResult(new ListParts(filters, columns, views));
    }

    private static ListFilter Filter(ICustomerSets sets, string name, int order, ListScope scope)
    {
        var choices = (name == Status ? Statuses : Scores.Contains(name) ? Best : []).Select(v => (Value: v, Label: Label(v))).Where(c => c.Label is not null).ToArray();
        return new(name, choices.FirstOrDefault().Label?.Name ?? name, order)
        {
            Read = values => values[0] is [var value, ..] && sets.Find(name, value, scope.Snapshot, scope.VisibleTo, scope.AsOf) is { } set && Label(value) is { } label
                ? new(new CustomerQuery.Among(set), label.Value) { Label = label.Name } : null,
            Control = choices.Length == 0 ? null : new FilterControl.Choices([.. choices.Select(c => new FilterChoice(c.Value, c.Label!.Value))], Several: false),
        };

        SetLabel? Label(string value) => sets.Label(name, value, scope.Snapshot, scope.VisibleTo, scope.AsOf, scope.Sentences);
    }

    private static ListColumn State(ICustomerSets sets, ListScope scope)
    {
        var states = new Lazy<(string Value, string Word, Bitmap Set)[]>(() =>
        [
            .. from value in Statuses
               let set = sets.Find(Status, value, scope.Snapshot, scope.VisibleTo, scope.AsOf)
               where set is not null
               select (value, sets.Label(Status, value, scope.Snapshot, scope.VisibleTo, scope.AsOf, scope.Sentences)?.Value ?? value, set),
        ]);
        return new(Status, scope.Sentences["customers.column.status"], 130)
        {
            Show = row => states.Value.FirstOrDefault(s => s.Set.Get(row.Index)) is { Word: { } word } ? word : Formats.Missing,
            Plain = row => states.Value.FirstOrDefault(s => s.Set.Get(row.Index)).Value,
        };
    }
}
