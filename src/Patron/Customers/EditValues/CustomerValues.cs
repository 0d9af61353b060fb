using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.EditValues;

internal sealed record FoundValue(EditableField Field, string? Value);

/// <summary>Reads and sets single values of a customer.</summary>
internal sealed class CustomerValues(EditableFields fields, ICustomerReads customers, ICustomFields customFields, IHandValues hands, ICustomerBase customerBase, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <summary>Null where there is no such field or customer.</summary>
    public async Task<FoundValue?> Find(CustomerId customer, string field, Sentences text, CancellationToken ct) =>
        await fields.Find(field, text, ct) is { } known && (await customers.Find([customer], ct)).GetValueOrDefault(customer) is { } card ? new(known, known.Of(card.Golden, card.Custom)) : null;

    /// <summary>Those that the customer has a value for, or not.</summary>
    public async Task<IReadOnlyList<FoundValue>> All(CustomerId customer, Sentences text, CancellationToken ct) =>
        (await customers.Find([customer], ct)).GetValueOrDefault(customer) is { } card ? [.. (await fields.All(text, ct)).Select(f => new FoundValue(f, f.Of(card.Golden, card.Custom)))] : [];

    public async Task<Result<ChangeSetId>> Set(CustomerId customer, EditableField field, string value, UserId by, CancellationToken ct)
    {
        if (field.Custom && value.Length > 0) await Use(field.Key, ct);
        var done = await hands.Set([new(customer, field.Key, field.Custom, value)], by, ct);
        if (done.Refusal is null) await customerBase.CatchUp(ct);
        return done;
    }

    public async Task<Result<ChangeSetId>> Undo(ChangeSetId change, UserId by, CancellationToken ct)
    {
        var done = await hands.Undo(change, by, ct);
        if (done.Refusal is null) await customerBase.CatchUp(ct);
        return done;
    }

    /// <summary>A ready-made field is shown everywhere from the first value on.</summary>
    private async Task Use(string key, CancellationToken ct)
    {
        if ((await customFields.All(ct)).Any(f => f.Key == key && f.InUse)) return;
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await customFields.Open(session, [key], planOnly: false, ct);
        await session.Commit(ct);
    }
}
