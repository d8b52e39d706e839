import django.db.models.deletion
import django.utils.timezone
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
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('kind', models.CharField(choices=[('opened', 'opened'), ('changed', 'changed'), ('tried', 'tried to change'), ('exported', 'downloaded'), ('denied', 'was refused'), ('signed_in', 'signed in'), ('sign_in_failed', 'failed to sign in'), ('signed_out', 'signed out'), ('link_made', 'made a sign-in link'), ('link_used', 'used a sign-in link'), ('mail_sent', 'sent a mail'), ('calendar_read', 'read the calendar feed'), ('role_changed', 'changed a role'), ('address_changed', 'changed an e-mail address'), ('signed_out_everywhere', 'ended every session'), ('cover_begun', 'began a cover'), ('cover_changed', 'changed the last day of a cover'), ('cover_ended', 'ended a cover'), ('handed_over', 'handed over an athlete'), ('erased', 'erased a record'), ('anchor_begun', 'began a new anchor file')], default='opened', max_length=24, verbose_name='what')),
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
            },
        ),
    ]
