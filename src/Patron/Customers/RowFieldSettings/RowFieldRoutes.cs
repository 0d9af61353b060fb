using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Customers.RowFieldSettings;

/// <summary>The deeds of the page of own fields: each ends there, with Undo or with the reason why not.</summary>
internal static class RowFieldRoutes
{
    public const string Refused = "refused";

    /// <summary>In the query of the page: SUBJECT.KEY of a field, and the type that it might have.</summary>
    public const string Look = "look", As = "as";

    public static void MapRowFields(this IEndpointRouteBuilder app)
    {
        var fields = app.MapGroup(Urls.RowFields + "/{subject}").RequirePermission(Permissions.ManageSettings);
        fields.MapPost("/add", ([FromRoute] string subject, [FromForm] string? label, [FromForm] string? type, [FromForm] string? choices, [FromForm] string? lists, RowFieldDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            On(subject, s => deeds.Add(s, label, Enum.TryParse<CustomFieldType>(type, ignoreCase: true, out var of) && Enum.IsDefined(of) ? of : CustomFieldType.Text, choices, lists == "yes", who.Id, ct)));
        fields.MapPost("/{key}/set", ([FromRoute] string subject, [FromRoute] string key, [FromForm] string? label, [FromForm] string? choices, [FromForm] string? forms, [FromForm] string? lists, RowFieldDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            On(subject, s => deeds.Set(s, key, label, choices, forms == "yes", lists == "yes", who.Id, ct)));
        fields.MapPost("/{key}/type", ([FromRoute] string subject, [FromRoute] string key, [FromForm] string? type, [FromForm] string? choices, RowFieldDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            On(subject, s => Enum.TryParse<CustomFieldType>(type, ignoreCase: true, out var of) && Enum.IsDefined(of) ? deeds.ChangeType(s, key, of, choices, who.Id, ct) : Task.FromResult<Result<ChangeSetId?>>(new RowFieldGone())));
        fields.MapPost("/{key}/raise", ([FromRoute] string subject, [FromRoute] string key, [FromForm] string? said, RowFieldDeeds deeds, ICurrentUser who, CancellationToken ct) => On(subject, s => deeds.Raise(s, key, who.Id, ct)));
    }

    private static async Task<IResult> On(string subject, Func<RowSubject, Task<Result<ChangeSetId?>>> deed)
    {
        if (Enum.GetValues<RowSubject>().Where(s => RowFields.WordOf(s) == subject).Select(s => (RowSubject?)s).FirstOrDefault() is not { } of) return TypedResults.NotFound();
        var done = await deed(of);
        var page = $"{Urls.RowFields}#{subject}-t";
        return TypedResults.LocalRedirect(done.Refusal is { } why ? DeedUrls.With(page, Refused, why.Key[(why.Key.LastIndexOf('.') + 1)..]) : done.Value is { } set ? DeedUrls.Done(page, set) : page);
    }
}
