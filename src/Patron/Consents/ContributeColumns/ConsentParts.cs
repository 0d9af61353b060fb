using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;

namespace Patron.Consents.ContributeColumns;

/// <summary>The list's filter: who may be contacted, who refused, who was never asked.</summary>
internal sealed class ConsentParts : IListParts
{
    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        var choices = ConsentColumn.Words.Select(w => new FilterChoice(w, text["consents.filter." + w])).ToArray();
        return new(new ListParts(
            [ListFilter.OneOf("consent", text["consents.filter"], 240, several: true, choices, chosen => new CustomerQuery.Any([.. chosen.Select(w => ConsentColumn.Query(w)!)]), text)], [], []));
    }
}
