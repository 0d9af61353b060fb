using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Codes.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.LayOnDesks;
using Patron.Messaging.WriteTemplates;
using Patron.Tasks.Contracts;

namespace Patron.Messaging.TrackResponses;

/// <summary>Who handles what customers ask for by a link or an agent's word, where the customer has no salesperson.</summary>
internal sealed record RequestSetting(TeamId? Team)
{
    public const string Key = "message-requests";
}

/// <summary>
/// "Order" and "call me" become work for somebody: the customer's salesperson, else the team of the settings, else an administrator. An order counts by the customer's code, which the
/// task names: whoever types or imports the order gives the code with it.
/// </summary>
internal sealed class CustomerRequests(ITasks tasks, ICodes codes, ICustomerBase customers, IColleagues colleagues, IUserRoles roles, Texts texts, TimeProvider clock)
{
    private const int LongestTitle = 200;

    /// <summary>Without a promised time, also where nothing is open.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);

    /// <param name="promised">Of a call; null: by tomorrow.</param>
    /// <param name="said">What the customer, or an agent, says beside; null: nothing.</param>
    /// <returns>Null where there is nobody at all to do it.</returns>
    public async Task<TaskId?> Make(BulkSession session, ChangeRecorder changes, AnsweredMessage message, Wish wish, DateTimeOffset? promised, string? said, CancellationToken ct)
    {
        var all = await colleagues.All(ct);
        var owner = CustomerOwner.Of(customers.Current, message.Customer);
        var team = owner is null ? (await session.Db.Read<RequestSetting>(RequestSetting.Key, ct))?.Team : null;
        if (owner is null && team is null) owner = all.FirstOrDefault(c => roles.Of(c.Id) == Roles.Administrator)?.Id;
        if (owner is null && team is null) return null;
        var text = texts.For(Language.Find(all.FirstOrDefault(c => c.Id == owner)?.Language) ?? Language.English);
        var template = await (from m in session.Db.Messages.AsNoTracking() join t in session.Db.MessageTemplates.AsNoTracking() on m.TemplateId equals t.Id where m.Id == message.Id select t.Name).FirstOrDefaultAsync(ct) ?? "";
        var title = text.Get("messaging.request.title", new { wish = Word(wish), name = template });
        var details = said?.Trim() ?? "";
        if (wish == Wish.Order)
        {
            var code = (await codes.Issue(session, new(message.SourceKind, message.SourceId, message.Arm), [new(message.Customer, message.Id)], null, ct))[message.Customer];
            details = string.Join("\n\n", ((string[])[details, text.Get("messaging.request.code", new { code = CodeText.Shown(code) })]).Where(d => d.Length > 0));
        }
        var made = await tasks.Add(session, changes, new(message.Customer, wish == Wish.Call ? TaskKind.CallBack : TaskKind.Task, title.Length <= LongestTitle ? title : title[..LongestTitle], promised ?? clock.GetUtcNow() + Usual)
        {
            Owner = owner, Team = team, Details = details.Length > 0 ? details : null, Priority = TaskPriority.High, About = new("message", message.Id.Value),
        }, null, ct);
        return made.Refusal is null ? made.Value : null;
    }

    private static string Word(Wish wish) => wish == Wish.Call ? "call" : "order";
}
