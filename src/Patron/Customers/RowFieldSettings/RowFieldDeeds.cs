using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RowFieldSettings;

/// <summary>No or too long a label, or one that another field of the same subject has.</summary>
internal sealed record RowFieldUnnamed(int Max) : Refusal("customers.rowfields.refused.name");

/// <summary>A choice has two values or more, each of 1 to 100 characters.</summary>
internal sealed record RowFieldChoiceless(int Max) : Refusal("customers.rowfields.refused.choices");

internal sealed record TooManyRowFields(int Max) : Refusal("customers.rowfields.refused.many");

/// <summary>Some values are none of the type that was asked for.</summary>
internal sealed record RowValuesUnfit() : Refusal("customers.rowfields.refused.unfit");

internal sealed record RowFieldGone() : Refusal("customers.rowfields.refused.gone");

/// <summary>What an administrator makes of the fields of tickets, tasks, leads and deals. A field's key never changes, its type only where all values fit; values of one that forms do not ask any more stay.</summary>
internal sealed class RowFieldDeeds(SettingDeeds settings, RowFieldTypes types)
{
    public const string Kinds = "fields.";
    public const int LongestLabel = 100, LongestChoice = 100, Most = 40, MostChoices = 200;

    /// <summary>Names that a field cannot have in files: the program's own columns have them.</summary>
    public static IReadOnlySet<string> Taken { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "id", "customer", "customer_id", "name", "kind", "subject", "text", "title", "details", "reason", "owner", "team", "from_team", "at", "opened", "answered", "solved", "closed", "solution", "state", "severity", "answer_due", "solve_due",
        "goodwill", "stake", "due", "minutes", "priority", "promised_to", "created", "accepted", "returned", "done", "stage", "pipeline", "amount", "currency", "expected", "product", "competitors", "next_step",
        "given", "family", "company", "email", "phone", "street", "city", "region", "postal", "country", "birth", "sex", "language", "time_zone", "source", "source_kind", "source_cost", "interested_in", "lead_owner",
        "budget", "need", "decider", "soon", "lead_at", "score", "deal", "acquired", "since", "consent_email", "consent_email_at", "consent_phone", "consent_phone_at", "level", "service_level", "served_channel", "served_team",
        "contract", "contract_until", "membership", "parent", "family_of", "refers_to", "decides_for", "influences", "supplies", "competes_with", "authority_over", "member_of",
    };

    /// <param name="choices">One on each line.</param>
    public Task<Result<ChangeSetId?>> Add(RowSubject subject, string? label, CustomFieldType type, string? choices, bool inLists, UserId? by, CancellationToken ct) => Change(subject, "add", by, fields =>
    {
        if (fields.All.Count >= Most) return new TooManyRowFields(Most);
        if (Wrong(fields, null, label, type, choices, out var called, out var values) is { } refusal) return refusal;
        return new RowFields([.. fields.All, new(FieldKeys.For(called, k => Taken.Contains(k) || fields.Find(k) is not null), type, called, values, InForms: true, inLists)]);
    }, ct);

    public Task<Result<ChangeSetId?>> Set(RowSubject subject, string key, string? label, string? choices, bool inForms, bool inLists, UserId? by, CancellationToken ct) => Change(subject, "set", by, fields =>
    {
        if (fields.Find(key) is not { } field) return new RowFieldGone();
        if (Wrong(fields, key, label, field.Type, choices, out var called, out var values) is { } refusal) return refusal;
        return new RowFields([.. fields.All.Select(f => f.Key == key ? f with { Label = called, Choices = values, InForms = inForms, InLists = inLists } : f)]);
    }, ct);

    /// <summary>Another type for a field whose values all fit it; what a list or a form asks changes, no value does.</summary>
    public async Task<Result<ChangeSetId?>> ChangeType(RowSubject subject, string key, CustomFieldType type, string? choices, UserId? by, CancellationToken ct)
    {
        if (RowFields.IsKey(key) && (await types.Preview(subject, key, type, ct)).Unfit > 0) return new RowValuesUnfit();
        return await Change(subject, "type", by, fields =>
        {
            if (fields.Find(key) is not { } field) return new RowFieldGone();
            if (Wrong(fields, key, field.Label, type, choices, out _, out var values) is { } refusal) return refusal;
            return new RowFields([.. fields.All.Select(f => f.Key == key ? f with { Type = type, Choices = values } : f)]);
        }, ct);
    }

    /// <summary>One place up, in forms and lists.</summary>
    public Task<Result<ChangeSetId?>> Raise(RowSubject subject, string key, UserId? by, CancellationToken ct) => Change(subject, "order", by, fields =>
    {
        var all = fields.All.ToList();
        if (all.FindIndex(f => f.Key == key) is not (> 0 and var at)) return new RowFieldGone();
        (all[at - 1], all[at]) = (all[at], all[at - 1]);
        return new RowFields(all);
    }, ct);

    private Task<Result<ChangeSetId?>> Change(RowSubject subject, string deed, UserId? by, Func<RowFields, Result<RowFields>> change, CancellationToken ct) =>
        settings.Change(RowFields.KeyOf(subject), Kinds + deed, RowFields.None, change, by, ct);

    private static Refusal? Wrong(RowFields fields, string? key, string? label, CustomFieldType type, string? choices, out string called, out string[] values)
    {
        called = label?.Trim() ?? "";
        values = type == CustomFieldType.Choice ? [.. (choices ?? "").Split('\n').Select(c => c.Trim()).Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)] : [];
        var name = called;
        if (name.Length is 0 or > LongestLabel || fields.All.Any(f => f.Key != key && string.Equals(f.Label, name, StringComparison.OrdinalIgnoreCase))) return new RowFieldUnnamed(LongestLabel);
        return type == CustomFieldType.Choice && (values.Length is < 2 or > MostChoices || values.Any(v => v.Length > LongestChoice)) ? new RowFieldChoiceless(LongestChoice) : null;
    }
}
