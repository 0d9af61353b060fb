using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Mapping;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Sales.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.Tasks.Contracts;

namespace Patron.Imports.TakeRows;

/// <summary>Makes of a row of fields what the room takes. Required fields are there: <see cref="ValueReaders"/> has rejected rows without them.</summary>
internal abstract class RowAdapter<T>
{
    public abstract T Of(ImportRow row);
}

/// <summary>Keys of what a system gives no numbers: what says the same is the same, so that the file can be imported again.</summary>
internal static class Digest
{
    public static string Of(string kind, params ReadOnlySpan<string?> parts) =>
        kind + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))).AsSpan(0, 16));
}

internal sealed class CustomerAdapter(ImportFieldSet set, TimeZoneInfo zone) : RowAdapter<IncomingRecord>
{
    private const string Marketing = "marketing";

    private static readonly (string Field, RelationKind Kind)[] Relations =
    [
        ("owner", RelationKind.Owner), ("parent", RelationKind.DaughterOf), ("level", RelationKind.Level), ("service_level", RelationKind.Service), ("served_channel", RelationKind.Channel),
        ("served_team", RelationKind.Team), ("contract", RelationKind.Contract), ("membership", RelationKind.Membership),
        ("family_of", RelationKind.Family), ("refers_to", RelationKind.Refers), ("decides_for", RelationKind.Decides), ("influences", RelationKind.Influences), ("supplies", RelationKind.Supplies),
        ("competes_with", RelationKind.Competes), ("authority_over", RelationKind.Authority), ("member_of", RelationKind.Association),
    ];

    private readonly CustomColumns custom = new(set);

    public override IncomingRecord Of(ImportRow row)
    {
        var (email, phone) = (row.Text("email"), row.Text("phone"));
        return new(row.Line, row.Text("id") ?? KeyOf(row, email, phone), KindOf(row.Text("kind")), row.Text("title"), row.Text("name"), row.Text("given"), row.Text("family"),
            row.Text("company"), email, phone, row.Text("street"), row.Text("city"), row.Text("region"), row.Text("postal"), row.Text("country"), row.Day("birth"),
            SexOf(row.Text("sex")), row.Text("language"), row.Text("time_zone"), set.Find("acquired") is { } acquired ? row.Text(acquired) : null,
            row.Instant("since") is { } since ? DateOnly.FromDayNumber(Instants.DayNumber(since, zone)) : null, custom.Of(row), ConsentsOf(row)) { Relations = RelationsOf(row) ?? [] };
    }

    /// <summary>A system without numbers of its own knows people by their address, then by their phone, and organisations by their name.</summary>
    private static string KeyOf(ImportRow row, string? email, string? phone) =>
        email is not null ? "email:" + email.ToLowerInvariant()
        : phone is not null ? "phone:" + string.Concat(phone.Where(char.IsDigit))
        : PersonOf(row) is { } person ? Digest.Of("named:", person.ToLowerInvariant(), row.Text("company")!.ToLowerInvariant()) : row.Text("company")!;

    private static string? PersonOf(ImportRow row)
    {
        var parts = string.Join(' ', new[] { row.Text("name"), row.Text("given"), row.Text("family") }.OfType<string>());
        return parts.Length == 0 ? null : parts;
    }

    /// <summary>A company beside a person's name is where the person works; beside none it is the name of the row itself.</summary>
    private List<IncomingRelation>? RelationsOf(ImportRow row)
    {
        var company = row.Text("kind") != "organisation" && PersonOf(row) is not null ? row.Text("company") : null;
        List<IncomingRelation>? said = null;
        if (company is not null) Say(RelationKind.ContactAt, company);
        foreach (var (field, kind) in Relations)
            if (set.Find(field) is { } known && row.Text(known) is { } words) Say(kind, words);
        if (row.Day("contract_until") is { } ends) Say(RelationKind.ContractEnds, ends.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return said;

        void Say(RelationKind kind, string words) => (said ??= new(3)).Add(new(kind, words));
    }

    private static CustomerKind? KindOf(string? word) => word switch { null => null, "organisation" => CustomerKind.Organisation, _ => CustomerKind.Person };

    private static Sex? SexOf(string? word) => word switch { null => null, "female" => Sex.Female, "male" => Sex.Male, _ => Sex.Other };

    private static List<IncomingConsent> ConsentsOf(ImportRow row)
    {
        var (email, phone) = (row.YesNo("consent_email"), row.YesNo("consent_phone"));
        if (email is null && phone is null) return [];
        var said = new List<IncomingConsent>(2);
        if (email is { } yes) said.Add(new(Marketing, "email", yes, row.Instant("consent_email_at")));
        if (phone is { } call) said.Add(new(Marketing, "phone", call, row.Instant("consent_phone_at")));
        return said;
    }

}

/// <summary>The columns of a file that fill custom fields.</summary>
internal sealed class CustomColumns(ImportFieldSet set)
{
    private readonly ImportField[] custom = [.. set.Fields.Where(f => f.Custom)];

    /// <summary>Null where a row has none.</summary>
    public Dictionary<string, string>? Of(ImportRow row)
    {
        Dictionary<string, string>? values = null;
        foreach (var field in custom)
            if (Written(row, field) is { } text) (values ??= [])[field.Key] = text;
        return values;
    }

    /// <summary>As custom fields are kept: numbers with a point, days as 2026-06-30, yes and no as true and false.</summary>
    private static string? Written(ImportRow row, ImportField field) => field.Type switch
    {
        FieldType.Number => row.Micros(field) is { } micros ? Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture) : null,
        FieldType.Day => row.Day(field)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldType.YesNo => row.YesNo(field) switch { null => null, true => "true", false => "false" },
        _ => row.Text(field),
    };
}

internal sealed class OrderAdapter : RowAdapter<IncomingOrder>
{
    public override IncomingOrder Of(ImportRow row) =>
        new(row.Line, row.Text("order")!, row.Text("customer"), row.Instant("at")!.Value, row.Micros("total"), row.Text("currency"), null, row.Text("channel"));
}

internal sealed class OrderLineAdapter(ImportFieldSet set) : RowAdapter<IncomingLine>
{
    private const int LongestCode = 100;

    // Looked up once: this is the kind with the most rows.
    private readonly ImportField order = set["order"], line = set["line"], product = set["product"], name = set["name"], category = set["category"], quantity = set["quantity"],
        price = set["price"], discount = set["discount"], at = set["at"], customer = set["customer"], currency = set["currency"], country = set["country"], channel = set["channel"];

    public override IncomingLine Of(ImportRow row)
    {
        var called = row.Text(name);
        return new(row.Line, row.Text(order)!, row.Text(line), row.Text(product) ?? CodeOf(called!), called, row.Text(category),
            row.Micros(quantity)!.Value, row.Micros(price)!.Value, row.Micros(discount) ?? 0, row.Instant(at),
            row.Text(customer), row.Text(currency), row.Text(country), row.Text(channel));
    }

    /// <summary>A system without product codes knows products by their names.</summary>
    private static string CodeOf(string name) => name.Length <= LongestCode ? name : name[..LongestCode];
}

internal sealed class ProductAdapter : RowAdapter<IncomingProduct>
{
    public override IncomingProduct Of(ImportRow row) =>
        new(row.Line, row.Text("product")!, row.Text("name"), row.Text("category"), row.Micros("price"), row.Micros("cost"));
}

internal sealed class HoldingAdapter : RowAdapter<IncomingHolding>
{
    private const string NoKind = "account";

    public override IncomingHolding Of(ImportRow row) =>
        new(row.Line, row.Text("id")!, row.Text("customer")!, row.Text("kind") ?? NoKind, row.Day("opened"), row.Day("closed"),
            row.Micros("balance"), row.Micros("fees"), row.Micros("interest"), row.Text("currency"));
}

internal sealed class OpportunityAdapter(ImportFieldSet set) : RowAdapter<IncomingOpportunity>
{
    private readonly CustomColumns custom = new(set);

    public override IncomingOpportunity Of(ImportRow row) =>
        new(row.Line, row.Text("id")!, row.Text("customer"), row.Text("name"), row.Text("stage")!, row.Text("pipeline"), row.Micros("amount"), row.Text("currency"),
            row.Day("opened"), row.Day("closed"), row.Day("expected"), row.Text("owner"), row.Text("product"), row.Text("competitors"), row.Text("next_step")) { Custom = custom.Of(row) };
}

/// <summary>Who it is, as a customers file says it, and what makes it a lead.</summary>
internal sealed class LeadAdapter(ImportFieldSet set, TimeZoneInfo zone) : RowAdapter<IncomingLead>
{
    private readonly CustomerAdapter who = new(set.WithoutCustom, zone);
    private readonly CustomColumns own = new(set);

    public override IncomingLead Of(ImportRow row) =>
        new(who.Of(row), row.Text("source")!, row.Text("source_kind"), row.Micros("source_cost"), row.Text("interested_in")!, row.Text("lead_owner"),
            row.YesNo("budget"), row.YesNo("need"), row.YesNo("decider"), row.YesNo("soon"), row.Instant("lead_at")) { Deal = row.Text("deal"), Custom = own.Of(row) };
}

internal sealed class ObjectionAdapter : RowAdapter<IncomingObjection>
{
    public override IncomingObjection Of(ImportRow row) =>
        new(row.Line, row.Text("customer")!, row.Text("said")!, row.Text("answer")!, row.Text("kind"), row.YesNo("worked"), row.Text("product"), row.Instant("at"), row.Text("owner"));
}

internal sealed class AgreementAdapter : RowAdapter<IncomingAgreement>
{
    public override IncomingAgreement Of(ImportRow row) =>
        new(row.Line, row.Text("customer")!, row.Text("agreement")!, row.Text("kind"), row.Text("number"), row.Day("starts"), row.Day("ends"), row.Text("note"));
}

internal sealed class TieAdapter : RowAdapter<IncomingTie>
{
    public override IncomingTie Of(ImportRow row) => new(row.Line, row.Text("customer")!, row.Text("relation")!, row.Text("other")!, row.Text("role"), row.Text("buying"));
}

internal sealed class TeamAdapter : RowAdapter<IncomingColleague>
{
    public override IncomingColleague Of(ImportRow row)
    {
        var email = row.Text("email");
        var name = row.Text("name") ?? string.Join(' ', new[] { row.Text("given"), row.Text("family") }.OfType<string>());
        return new(row.Line, row.Text("id"), name.Length > 0 ? name : email!.Split('@')[0], email, row.Text("manager"), row.Text("region"));
    }
}

internal sealed class InteractionAdapter : RowAdapter<IncomingInteraction>
{
    private const string NoKind = "contact";

    public override IncomingInteraction Of(ImportRow row)
    {
        var (customer, at, kind, channel) = (row.Text("customer")!, row.Instant("at")!.Value, row.Text("kind") ?? NoKind, row.Text("channel"));
        var (subject, text) = (row.Text("subject"), row.Text("text"));
        return new(row.Line, row.Text("id") ?? Digest.Of("said:", customer, at.ToString(CultureInfo.InvariantCulture), kind, channel, subject, text), customer, at, kind, channel, row.Text("direction"), subject, text, row.Text("outcome"))
        {
            Seconds = Whole(row.Micros("duration")), Earlier = Whole(row.Micros("previous")),
            Agent = row.Text("owner"), With = row.Text("with"), Mood = MoodOf(row.Text("mood")), Critical = row.YesNo("critical"),
        };
    }

    /// <summary>The room's word where it is one that people use for it; other words are told as they are, and refused there.</summary>
    private static string? MoodOf(string? word) => word?.ToLowerInvariant() switch
    {
        null => null,
        "good" or "positive" or "happy" or "satisfied" or "gut" or "zufrieden" or "좋음" or "긍정" or "好" or "满意" or "滿意" => "good",
        "neutral" or "ordinary" or "mixed" or "보통" or "중립" or "一般" or "中立" or "普通" => "neutral",
        "bad" or "negative" or "angry" or "unhappy" or "dissatisfied" or "schlecht" or "verärgert" or "나쁨" or "부정" or "差" or "不好" or "不满" or "不滿" => "bad",
        var other => other,
    };

    private static int? Whole(long? micros) => micros is >= 0 and <= int.MaxValue * 1_000_000L ? (int)(micros.Value / 1_000_000) : null;
}

internal sealed class TaskAdapter(ImportFieldSet set) : RowAdapter<IncomingTask>
{
    private readonly CustomColumns custom = new(set);

    public override IncomingTask Of(ImportRow row)
    {
        var (customer, title, due) = (row.Text("customer")!, row.Text("subject")!, row.Instant("due")!.Value);
        return new(row.Line, row.Text("id") ?? Digest.Of("said:", customer, title, due.ToString(CultureInfo.InvariantCulture)), customer, row.Text("kind"), title, row.Text("text"), due,
            row.Micros("minutes") is { } minutes ? (int)Math.Clamp(minutes / 1_000_000, 0, int.MaxValue) : null, row.Text("state"), row.Text("owner"), row.Text("team"), row.Text("priority"),
            row.Text("promised_to"), row.Instant("created"), row.Instant("done"))
        {
            FromTeam = row.Text("from_team"), Accepted = row.Instant("accepted"), Returned = row.Text("returned"), Custom = custom.Of(row),
        };
    }
}

internal sealed class TicketAdapter(ImportFieldSet set) : RowAdapter<IncomingTicket>
{
    private readonly CustomColumns custom = new(set);

    public override IncomingTicket Of(ImportRow row) => new(row.Line, row.Text("id")!, row.Text("customer")!, KindOf(row.Text("kind")), row.Text("subject"), row.Text("text"), row.Text("reason"),
        row.Text("owner"), row.Instant("at")!.Value, row.Instant("answered"), row.Instant("solved"), row.Instant("closed"), row.Text("solution")) { Custom = custom.Of(row) };

    /// <summary>The room's word where it is one that people use for it; other words are told as they are, and refused there.</summary>
    private static string? KindOf(string? word) => word?.ToLowerInvariant() switch
    {
        null => null,
        "complaint" or "claim" or "problem" or "incident" or "reklamation" or "beschwerde" or "불만" or "민원" or "投诉" or "客訴" => "complaint",
        "question" or "inquiry" or "enquiry" or "anfrage" or "frage" or "문의" or "咨询" or "詢問" => "question",
        "request" or "task" or "service request" or "wunsch" or "요청" or "请求" or "需求" => "request",
        var other => other,
    };
}
