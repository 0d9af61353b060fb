using Patron.Access.Contracts;
using Patron.Customers.ChangeMany;
using Patron.Customers.Contracts;
using Patron.Customers.EditValues;
using Patron.Customers.ExportCustomers;
using Patron.Customers.FindCustomers;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Customers.EditMany;

/// <summary>What is asked: whom, which field, and what becomes of it.</summary>
/// <param name="Address">The list with the picked ones, or all that match.</param>
/// <param name="Field">Null while none is chosen.</param>
/// <param name="Value">See <see cref="EditArguments"/>.</param>
internal sealed record EditRequest(ListAddress Address, string? Field, string Deed, string? Value)
{
    public const string FieldOf = "field", DeedOf = "deed", ValueOf = "value";
    public const string Set = "set", Clear = "clear", Release = "release";
    private static readonly string[] OwnNames = [FieldOf, DeedOf, ValueOf];

    /// <summary>What stands in the hidden fields of a form.</summary>
    public IEnumerable<(string Name, string Value)> Whom => Address.Without([.. OwnNames, ListAddress.Page, ListAddress.Columns, ListAddress.Fields]);

    /// <summary>The list that it came from.</summary>
    public string Back => Urls.CustomersWith(Address.With([.. OwnNames.Select(n => (n, (string?)null)), (CustomerExport.Picked, null), (CustomerExport.Everything, null), (ListAddress.Page, null), (ListAddress.Columns, null), (ListAddress.Fields, null)]));

    /// <summary>Is everything said that a preview needs?</summary>
    public bool IsWhole => Field is not null && (Deed != Set || Value is { Length: > 0 });

    public EditArguments Arguments => new(Field!, Deed switch { Clear => "", Release => null, _ => Value });

    public static EditRequest Of(ListAddress address, Func<string, string?> one) => new(
        address, one(FieldOf) is { Length: > 0 } field ? field : null, one(DeedOf) is Clear or Release ? one(DeedOf)! : Set, one(ValueOf)?.Trim());
}

internal static class EditManyRoutes
{
    public static void MapEditMany(this IEndpointRouteBuilder app) => app.MapPost(Urls.EditCustomers + "/begin", Begin).RequirePermission(Permissions.WriteCustomers);

    private static async Task<IResult> Begin(HttpContext http, EditsMany deed, EditableFields fields, IHandValues hands, IFindsListed listed, IManyChanges many, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var request = EditRequest.Of(ListAddress.Of(form), name => form[name]);
        var again = $"{Urls.EditCustomers}?{request.Address.With((EditRequest.FieldOf, request.Field), (EditRequest.DeedOf, request.Deed), (EditRequest.ValueOf, request.Value))}";
        if (!CustomerExport.IsPicked(request.Address)) return ManyRoutes.Go(http, request.Back);
        // The page says what is wrong: nothing of it was on the page that sent this.
        if (!request.IsWhole || await fields.Find(request.Field, sentences, ct) is null) return ManyRoutes.Go(http, again);
        var edit = request.Arguments;
        if (edit.Value is not null && await hands.Refuse(edit.Key, edit.Custom, edit.Value, ct) is not null) return ManyRoutes.Go(http, again);
        var customers = await listed.Ids(request.Address.ToString(), anonymous: false, who.Id, sentences, ct);
        return ManyRoutes.Go(http, await many.Begin(deed, edit.ToString(), [.. customers.Select(c => c.Id)], who.Id!.Value, ct), request.Back);
    }
}
