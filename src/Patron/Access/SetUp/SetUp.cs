using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access.SetUp;

internal sealed record SetUpRequest(string Name, string Email, string Password, string Again, string Organisation, string Currency, string TimeZone, string? Language);

/// <summary>Makes the first administrator and names the organisation: once in the life of a database.</summary>
internal sealed class SetUpHandler(IDbContextFactory<PatronDb> contexts, Passwords passwords, UserChanges changes, IdMaker ids, TimeProvider clock)
{
    private const int LongestOrganisation = 200;

    public async Task<Result<User>> Handle(SetUpRequest request, CancellationToken ct)
    {
        if (Judge(request) is { } refusal) return refusal;
        var user = UserFields.Make(ids.Next<UserId>(), request.Email, request.Name, Roles.Administrator, passwords.Hash(request.Password), request.Language, clock.GetUtcNow());
        var set = changes.NewSet("access-set-up", user.Id);

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.ClaimFirstUser(user.Id, ct)) return new AlreadySetUp();
        db.Users.Add(user);
        var organisation = await db.Organisation(ct) with { Name = request.Organisation.Trim(), Currency = request.Currency, TimeZone = request.TimeZone };
        await db.Write(SettingsKeys.Organisation, organisation, ct);
        // The topic names no customers: its followers read the settings anew.
        db.Tell(Topics.Settings, default);
        new ChangeRecorder(db, set).Row(UserChanges.Entity, user.Id.Value, default, null, new Dictionary<string, object?> { ["role"] = user.Role });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return user;
    }

    private static Refusal? Judge(SetUpRequest request) =>
        UserFields.JudgeName(request.Name)
        ?? UserFields.JudgeEmail(request.Email)
        ?? Passwords.Judge(request.Password, request.Email, request.Name)
        ?? (request.Password == request.Again ? null : new PasswordsDiffer())
        ?? (string.IsNullOrWhiteSpace(request.Organisation) ? new OrganisationIsMissing() : null)
        ?? (request.Organisation.Length > LongestOrganisation ? new TextIsTooLong(Fields.Organisation, LongestOrganisation) : null)
        ?? (Currencies.Offered.Contains(request.Currency) ? null : new CurrencyIsUnknown())
        ?? (TimeZones.Offered.Contains(request.TimeZone) ? null : (Refusal)new TimeZoneIsUnknown());
}
