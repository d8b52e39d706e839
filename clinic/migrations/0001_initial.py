import athletes.secret_text
import django.db.models.deletion
import django.utils.timezone
import programs.models.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('athletes', '0002_care'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('first_row', models.BigIntegerField(unique=True)),
                ('last_row', models.BigIntegerField()),
                ('count', models.IntegerField()),
                ('root', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='what uses it')),
                ('scopes', models.JSONField(default=list, verbose_name='scopes')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('hint', models.CharField(editable=False, max_length=12)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='ends')),
                ('last_used_at', models.DateTimeField(null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BackupState',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='last tried')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='last made')),
                ('trouble', models.CharField(blank=True, max_length=240, verbose_name='what went wrong')),
            ],
            options={
                'verbose_name': 'backup',
                'verbose_name_plural': 'backup',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='backup_state_is_one', violation_error_message='There is one row about the backup.')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='what listens')),
                ('url', models.CharField(max_length=300, verbose_name='address')),
                ('events', models.JSONField(default=list, verbose_name='events')),
                ('secret', athletes.secret_text.SecretField(verbose_name='secret')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('kind', models.CharField(choices=[('opened', 'opened'), ('changed', 'changed'), ('tried', 'tried to change'), ('exported', 'downloaded'), ('denied', 'was refused'), ('signed_in', 'signed in'), ('sign_in_failed', 'failed to sign in'), ('signed_out', 'signed out'), ('link_made', 'made a sign-in link'), ('link_used', 'used a sign-in link'), ('mail_sent', 'sent a mail'), ('calendar_read', 'read the calendar feed'), ('role_changed', 'changed a role'), ('address_changed', 'changed an e-mail address'), ('signed_out_everywhere', 'ended every session'), ('cover_begun', 'began a cover'), ('cover_changed', 'changed the last day of a cover'), ('cover_ended', 'ended a cover'), ('handed_over', 'handed over an athlete'), ('token_made', 'made an API token'), ('token_revoked', 'revoked an API token'), ('webhook_made', 'made a webhook'), ('webhook_ended', 'ended a webhook'), ('erased', 'erased a record'), ('anchor_begun', 'began a new anchor file'), ('log_cut', 'removed the oldest part of the access log')], default='opened', max_length=24, verbose_name='what')),
                ('athletes', models.JSONField(default=list, help_text='Their ids.', verbose_name='athletes')),
                ('action', models.CharField(blank=True, max_length=80, verbose_name='page')),
                ('note', models.CharField(blank=True, max_length=60, verbose_name='how')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('request_id', models.UUIDField(null=True, verbose_name='request')),
                ('address_digest', models.CharField(blank=True, editable=False, max_length=32)),
                ('once', models.CharField(editable=False, max_length=60, null=True, unique=True)),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='whose account')),
                ('actor', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'access',
                'verbose_name_plural': 'access log',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['-at'], name='accesslog_at'), models.Index(fields=['actor', '-at'], name='accesslog_actor'), models.Index(condition=models.Q(('kind', 'opened'), _negated=True), fields=['kind', '-at'], name='accesslog_kind'), models.Index(condition=models.Q(('account__isnull', False)), fields=['account', '-at'], name='accesslog_account')],
                'constraints': [programs.models.fields.FieldCheck(condition=models.Q(('kind__in', ['opened', 'changed', 'tried', 'exported', 'denied', 'signed_in', 'sign_in_failed', 'signed_out', 'link_made', 'link_used', 'mail_sent', 'calendar_read', 'role_changed', 'address_changed', 'signed_out_everywhere', 'cover_begun', 'cover_changed', 'cover_ended', 'handed_over', 'token_made', 'token_revoked', 'webhook_made', 'webhook_ended', 'erased', 'anchor_begun', 'log_cut'])), name='accesslog_kind_known', violation_error_message='Choose one of the answers.')],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(choices=[('session.finished', 'A session is finished'), ('problem.opened', 'A problem has a new signal')], max_length=20, verbose_name='event')),
                ('subject', models.UUIDField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sent', 'taken'), ('given_up', 'given up')], default='waiting', max_length=8, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('planned_at', models.DateTimeField(verbose_name='planned')),
                ('next_at', models.DateTimeField(verbose_name='next try')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='taken')),
                ('said', models.CharField(blank=True, max_length=120, verbose_name='what became of it')),
                ('athlete', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='athletes.athlete')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='clinic.webhook')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-planned_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='delivery_due')],
                'constraints': [programs.models.fields.FieldCheck(condition=models.Q(('event__in', ['session.finished', 'problem.opened'])), name='delivery_event_known', violation_error_message='Choose one of the answers.'), programs.models.fields.FieldCheck(condition=models.Q(('state__in', ['waiting', 'sent', 'given_up'])), name='delivery_state_known', violation_error_message='Choose one of the answers.'), models.UniqueConstraint(fields=('webhook', 'event', 'subject'), name='delivery_once')],
            },
        ),
    ]
