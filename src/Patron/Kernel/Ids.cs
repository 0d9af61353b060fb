using System.Diagnostics.CodeAnalysis;

namespace Patron.Kernel;

/// <summary>A typed 64-bit id. In databases it is the number; in URLs and JSON it is text, because JavaScript rounds long numbers.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    long Value { get; }

    /// <summary>Three letters before the underscore of the text form.</summary>
    static abstract string Prefix { get; }

    static abstract TSelf From(long value);
}

public readonly record struct CustomerId(long Value) : IId<CustomerId>
{
    public static string Prefix => "cus";
    public static CustomerId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct SourceId(long Value) : IId<SourceId>
{
    public static string Prefix => "src";
    public static SourceId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct SourceRecordId(long Value) : IId<SourceRecordId>
{
    public static string Prefix => "rec";
    public static SourceRecordId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct OrderId(long Value) : IId<OrderId>
{
    public static string Prefix => "ord";
    public static OrderId From(long value) => new(value);

    /// <summary>As the numbers; in a query too.</summary>
    public int CompareTo(OrderId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdText.Write(this);
}

public readonly record struct ProductId(long Value) : IId<ProductId>
{
    public static string Prefix => "prd";
    public static ProductId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct HoldingId(long Value) : IId<HoldingId>
{
    public static string Prefix => "hld";
    public static HoldingId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct InteractionId(long Value) : IId<InteractionId>
{
    public static string Prefix => "int";
    public static InteractionId From(long value) => new(value);

    /// <summary>As the numbers; in a query too.</summary>
    public int CompareTo(InteractionId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdText.Write(this);
}

public readonly record struct UserId(long Value) : IId<UserId>
{
    public static string Prefix => "usr";
    public static UserId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct JobId(long Value) : IId<JobId>
{
    public static string Prefix => "job";
    public static JobId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct ImportId(long Value) : IId<ImportId>
{
    public static string Prefix => "imp";
    public static ImportId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct ChangeSetId(long Value) : IId<ChangeSetId>
{
    public static string Prefix => "chg";
    public static ChangeSetId From(long value) => new(value);

    /// <summary>As the numbers; in a query too.</summary>
    public int CompareTo(ChangeSetId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdText.Write(this);
}

public readonly record struct HouseholdId(long Value) : IId<HouseholdId>
{
    public static string Prefix => "hsh";
    public static HouseholdId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct OpportunityId(long Value) : IId<OpportunityId>
{
    public static string Prefix => "opp";
    public static OpportunityId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct LeadId(long Value) : IId<LeadId>
{
    public static string Prefix => "lea";
    public static LeadId From(long value) => new(value);

    /// <summary>As the numbers; in a query too.</summary>
    public int CompareTo(LeadId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdText.Write(this);
}

public readonly record struct ReasonId(long Value) : IId<ReasonId>
{
    public static string Prefix => "rea";
    public static ReasonId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct TaskId(long Value) : IId<TaskId>
{
    public static string Prefix => "tsk";
    public static TaskId From(long value) => new(value);

    /// <summary>As the numbers; in a query too.</summary>
    public int CompareTo(TaskId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdText.Write(this);
}

public readonly record struct TeamId(long Value) : IId<TeamId>
{
    public static string Prefix => "tem";
    public static TeamId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct TicketId(long Value) : IId<TicketId>
{
    public static string Prefix => "tkt";
    public static TicketId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct TicketEventId(long Value) : IId<TicketEventId>
{
    public static string Prefix => "tev";
    public static TicketEventId From(long value) => new(value);

    /// <summary>As the numbers; in a query too.</summary>
    public int CompareTo(TicketEventId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdText.Write(this);
}

public readonly record struct AnswerTemplateId(long Value) : IId<AnswerTemplateId>
{
    public static string Prefix => "atp";
    public static AnswerTemplateId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct SegmentId(long Value) : IId<SegmentId>
{
    public static string Prefix => "seg";
    public static SegmentId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct CampaignId(long Value) : IId<CampaignId>
{
    public static string Prefix => "cmp";
    public static CampaignId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct TemplateId(long Value) : IId<TemplateId>
{
    public static string Prefix => "tpl";
    public static TemplateId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct MessageId(long Value) : IId<MessageId>
{
    public static string Prefix => "msg";
    public static MessageId From(long value) => new(value);

    /// <summary>As the numbers; in a query too.</summary>
    public int CompareTo(MessageId other) => Value.CompareTo(other.Value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct SuppressionId(long Value) : IId<SuppressionId>
{
    public static string Prefix => "sup";
    public static SuppressionId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

public readonly record struct ApiKeyId(long Value) : IId<ApiKeyId>
{
    public static string Prefix => "key";
    public static ApiKeyId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

/// <summary>The text form of ids: prefix, underscore, 13 digits of Crockford's base 32 in lower case; sorts as the numbers do.</summary>
public static class IdText
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 13;

    public static string Write<T>(T id) where T : struct, IId<T> => string.Create(T.Prefix.Length + 1 + Length, id.Value, static (text, value) =>
    {
        T.Prefix.CopyTo(text);
        text[T.Prefix.Length] = '_';
        for (var at = text.Length - 1; at > T.Prefix.Length; at--, value >>= 5) text[at] = Digits[(int)(value & 31)];
    });

    /// <summary>Reads what <see cref="Write"/> wrote; capitals, and i, l and o for the digits they look like, are forgiven.</summary>
    public static bool TryRead<T>([NotNullWhen(true)] string? text, out T id) where T : struct, IId<T>
    {
        id = default;
        if (text is null || text.Length != T.Prefix.Length + 1 + Length || !text.StartsWith(T.Prefix, StringComparison.OrdinalIgnoreCase) || text[T.Prefix.Length] != '_')
            return false;
        var value = 0UL;
        foreach (var letter in text.AsSpan(T.Prefix.Length + 1))
        {
            var digit = Digits.IndexOf(char.ToLowerInvariant(letter) switch { 'o' => '0', 'i' or 'l' => '1', var other => other });
            if (digit < 0 || value >> 59 != 0) return false;
            value = value << 5 | (uint)digit;
        }
        if (value > long.MaxValue) return false;
        id = T.From((long)value);
        return true;
    }
}
