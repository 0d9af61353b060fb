using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Households.ContributeColumns;

/// <summary>The customers list's filters and column about households.</summary>
internal sealed class HouseholdParts : IListParts
{
    public const string Filter = "household", StateFilter = "household-state";
    private const string None = "none";
    private static readonly CustomerQuery InAny = new CustomerQuery.None(new CustomerQuery.CategoryMissing(HouseholdColumns.State));

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (text, state) = (scope.Sentences, scope.Snapshot[HouseholdColumns.State]);
        // Where no household was ever found that is known without a look at everybody.
        if (state.Dictionary.Count <= 1 || scope.Snapshot.Count(InAny, null, scope.AsOf.DayNumber) == 0) return new(ListParts.None);
        FilterChoice[] choices = [new(HouseholdColumns.Confirmed, text["households.state.confirmed"]), new(HouseholdColumns.Suggested, text["households.state.suggested"]), new(None, text["households.state.none"])];
        return new(new ListParts(
        [
            ListFilter.OneOf(StateFilter, text["households.one"], 58, several: false, choices, chosen => chosen[0] == None
                ? new CustomerQuery.CategoryMissing(HouseholdColumns.State) : new CustomerQuery.CategoryIn(HouseholdColumns.State, [.. chosen]), text),
            // Set by links alone: the members of one household.
            new(Filter, text["households.one"], 59)
            {
                Read = values => IdText.TryRead<HouseholdId>(values[0] is [var only, ..] ? only : null, out var id)
                    ? new(new CustomerQuery.NumberBetween(HouseholdColumns.Household, id.Value, id.Value), text["households.this"]) : null,
            },
        ],
        [
            new("household", text["households.one"], 128)
            {
                Show = row => Word(state[row.Index]) is { } word ? text["households.state." + word] : Kernel.Texts.Formats.Missing, Plain = row => Word(state[row.Index]),
            },
        ], []));
    }

    private static string? Word(string state) => state.Length > 0 ? state : null;
}
